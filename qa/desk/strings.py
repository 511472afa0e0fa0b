"""Every text of the interface, in Chinese and in English: one table.

To add a text, add a line to `Key`: its name, the Chinese, the English, and where English counts
something, the English for one. `{name}` is filled in by `phrase`. Knows no HTML and no page.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]


class Key(Enum):
    """The texts, by name: Chinese, English, and English for one of something."""

    def __init__(self, zh: str, en: str, one: str = "") -> None:
        self.zh = zh
        self.en = en
        self.one = one

    # The page
    NAME = "报问", "Baowen"
    TAGLINE = "向报纸提问，逐句核对出处", "Ask the newspapers; check each sentence at its source"
    TAB_ASK = "提问", "Ask"
    TAB_SEARCH = "检索", "Search"
    TAB_LIBRARY = "资料库", "Library"
    TAB_EVALUATION = "评测", "Evaluation"
    THEME = "明暗", "Light or dark"
    DEMO_NOTE = (
        "这里是演示资料库，文章都是虚构的。",
        "This is the demo library: its articles are invented.",
    )
    DEMO_CLOSED = (
        "演示资料库不能增删。要建自己的资料库：先停下这个页面，运行 baowen add 文件或文件夹，"
        "再照样启动；页面就改用您自己的资料库，以后在这里也能加文件。",
        "The demo library stays as it is. For a library of your own, stop this page, run "
        "`baowen add FILES`, and start it again: it then serves your library, and files "
        "can be added here.",
    )
    READ_ONLY = "此处只供阅读，不能增删", "This library is for reading only"
    CLOSE = "关闭", "Close"
    CANCEL = "取消", "Cancel"
    MORE = "更多", "More"
    MODELS_LOADING = (
        "正在载入模型，第一个问题要多等一会儿",
        "Loading the models; the first question waits for them",
    )

    # Asking
    QUESTION = "问题", "Question"
    QUESTION_HINT = (
        "问一个问题，例如谁、何时、多少、为什么",
        "Ask a question: who, when, how many, why",
    )
    SEND = "发问", "Send"
    STOP = "停止", "Stop"
    RETRY = "再问一次", "Ask again"
    EDIT = "改问题", "Edit the question"
    COPY = "复制答案和出处", "Copy with sources"
    COPIED = "已复制", "Copied"
    EXAMPLES = "例如", "For example"
    FOLLOW_UPS = "接着问", "Ask next"
    NOTHING_ASKED = "请先写一个问题", "Type a question first"
    SEARCHED_FOR = "查找的是：{query}", "Searched for: {query}"
    FILTERED_BY = "限于：{filters}", "Limited to: {filters}"
    CHECK_HINT = "点句末的数字，右边看原文", "Click the number after a sentence to see its source"

    SUGGEST_ABOUT = "《{title}》一文讲了什么？", "What is the article “{title}” about?"

    # While it works
    STAGE_SEARCHING = "正在查找…", "Searching…"
    STAGE_READING = "正在读 {n} 段报道…", "Reading {n} passages…", "Reading {n} passage…"
    STAGE_WRITING = "正在写…", "Writing…"
    STAGE_QUEUE = (
        "排队中，前面还有 {n} 人",
        "In the queue, {n} before you",
        "In the queue, one before you",
    )
    STOPPED = "已停止", "Stopped"
    SECONDS = "用时 {seconds} 秒", "{seconds} seconds"

    # How a question ended
    REFUSED = (
        "资料库里的报道没有回答这个问题。",
        "The articles in the library do not answer this question.",
    )
    REFUSED_SEARCHED = (
        "查找了“{query}”，读了 {n} 段，都没有答案。",
        "Searched for “{query}” and read {n} passages; none has the answer.",
        "Searched for “{query}” and read one passage; it does not have the answer.",
    )
    REFUSED_NEAREST = "最接近的报道", "The nearest articles"
    REFUSED_TRY = (
        "换一个说法，或去掉日期等条件再试",
        "Try other words, or fewer conditions such as dates",
    )
    WEAK = (
        "把握不大：下面的原文可能回答了问题，请自己判断。",
        "Not certain: the quotations below may answer the question; judge for yourself.",
    )
    CONFLICT = "几处报道说法不一，都列在下面。", "The articles disagree; here is what each says."
    FAILED = "出错了，问题没有得到处理。", "Something went wrong; the question was not answered."
    FAILED_RETRY = "请再问一次；细节在服务器的日志里", "Ask again; the server's log has the details"

    # Sentences
    SUPPORT_QUOTED = "原文照录", "Quoted"
    SUPPORT_SUPPORTED = "已与原文核对", "Checked against the source"
    SUPPORT_UNSUPPORTED = "原文不支持，已略去", "Not supported, left out"
    SUPPORT_CONTRADICTED = "与原文矛盾，已略去", "Contradicts the source, left out"
    DROPPED = (
        "略去了 {n} 句没有依据的话",
        "{n} sentences without support were left out",
        "One sentence without support was left out",
    )

    # Evidence
    EVIDENCE = "出处", "Sources"
    SOURCE_NUMBER = "出处 {number}", "Source {number}"
    NO_HEADLINE = "（无标题）", "(no headline)"
    PAGE = "第{page}版", "p. {page}"
    BYLINE = "作者：{byline}", "By {byline}"
    OPEN_ARTICLE = "看全文", "Open the article"
    ARTICLE_TEXT = "整理后的文字", "Cleaned text"
    ARTICLE_PRINT = "原始文字", "As printed"
    PRINT_MISSING = (
        "原文件已不在，只能看整理后的文字",
        "The original file is gone; only the cleaned text is shown",
    )
    NEXT_SOURCE = "下一处", "Next source"
    PREVIOUS_SOURCE = "上一处", "Previous source"
    ALSO_FOUND = "还找到 {n} 段", "{n} more passages found", "One more passage found"
    ARTICLE_GONE = "这篇报道已不在资料库里", "This article is no longer in the library"

    # How probable
    SURE = "几乎可以肯定", "almost certain"
    LIKELY = "很可能", "likely"
    PERHAPS = "有可能", "possible"
    UNLIKELY = "不太可能", "unlikely"
    PROBABILITY = "{words}（{percent}%）", "{words} ({percent}%)"

    # Searching
    SEARCH = "查找", "Find"
    SEARCH_HINT = "查什么：词语、人名、地名、“一句原话”", "Words, names, places, “an exact phrase”"
    RESULTS = "{n} 篇报道", "{n} articles", "One article"
    NO_RESULTS = "没有找到", "Nothing found"
    SORT = "排序", "Sort by"
    SORT_RELEVANCE = "相关程度", "Relevance"
    SORT_NEWEST = "日期，新的在前", "Date, newest first"
    SORT_OLDEST = "日期，旧的在前", "Date, oldest first"
    READ = "阅读", "Read"
    ASK_ABOUT = "就此提问", "Ask about it"

    # Filters
    FILTERS = "筛选", "Filters"
    FILTER_SOURCE = "报刊或文件", "Newspaper or file"
    FILTER_FROM = "起始日期", "From date"
    FILTER_TO = "截止日期", "To date"
    FILTER_SECTION = "版面栏目", "Section"
    FILTER_LANGUAGE = "文章语言", "Language of the article"
    FILTER_COLLECTION = "文集", "Collection"
    DATE_HINT = (
        "年-月-日，如 1987-03-02，可以只写年或年月",
        "Year-month-day, as 1987-03-02; a year or a month will do",
    )
    DATE_WRONG = "看不懂这个日期：{date}", "Not a date: {date}"
    DATE_ORDER = "起始日期在截止日期之后", "The first date is after the last"

    # Library
    LIBRARY_EMPTY = "资料库还是空的", "The library is empty"
    COUNT_ARTICLES = "{n} 篇文章", "{n} articles", "One article"
    COUNT_PASSAGES = "{n} 段", "{n} passages", "One passage"
    COUNT_FILES = "{n} 个文件", "{n} files", "One file"
    COUNT_OTHERS = (
        "{n} 条图说、报头、目录",
        "{n} captions, mastheads and lists of contents",
        "One caption, masthead or list of contents",
    )
    DATES_FROM_TO = "{first} 至 {last}", "{first} to {last}"
    OVER_TIME = "按时间", "Over time"
    OVER_TIME_BAR = "{when}：{n} 篇", "{when}: {n} articles", "{when}: one article"
    BY_SOURCE = "按报刊", "By newspaper"
    BY_LANGUAGE = "按语言", "By language"
    COLLECTIONS = "文集", "Collections"
    COLLECTION_NAME = "文集名称（可不填）", "Name of a collection (optional)"
    ADD_FILES = "加入文件", "Add files"
    ADD_FOLDER = "加入服务器上的文件夹", "Add a folder of the server"
    FOLDER_PATH = "文件夹路径", "Path of the folder"
    SPLITTING = (
        "正在读第 {done} 个文件，共 {n} 个",
        "Reading file {done} of {n}",
        "Reading the file",
    )
    CONFIRM_SPLIT = (
        "拆分成下面这些文章，对吗？",
        "The files split into these articles. Is that right?",
    )
    CONFIRM = "对，加入", "Yes, add them"
    SPLIT_JUNK = (
        "略去 {n} 个字的杂项",
        "{n} characters of clutter left out",
        "One character of clutter left out",
    )
    SPLIT_JOINED = "{n} 处转版已接上", "{n} continuations joined", "One continuation joined"
    NOTHING_TO_ADD = "没有可以加入的文章", "There is nothing to add"
    NOTHING_CHOSEN = "请先选择文件", "Choose files first"
    ADD_WAITING = "等待前面的任务…", "Waiting for an earlier job…"
    ADD_RUNNING = (
        "正在加入：已加入 {n} 篇文章",
        "Adding: {n} articles so far",
        "Adding: one article so far",
    )
    ADD_DONE = "加入了 {n} 篇文章", "{n} articles added", "One article added"
    ADD_UNCHANGED = (
        "{n} 个文件本来就有",
        "{n} files were there already",
        "One file was there already",
    )
    ADD_CANCELLED = "已取消，没有留下任何东西", "Cancelled; nothing was left behind"
    ADD_INTERRUPTED = (
        "页面关闭时，有 {n} 个文件还没加完：{names}",
        "The page ended before {n} files were added: {names}",
        "The page ended before this file was added: {names}",
    )
    ADD_RESUME = "接着加", "Go on"
    ADD_DROP = "不要了", "Leave them out"
    ADD_FAILED = "没有加成", "Adding failed"
    ADD_STILL_ASK = "加入的时候可以照常提问", "You can go on asking meanwhile"
    REMOVE = "移除", "Remove"
    REMOVE_SURE = "确定移除“{name}”？", "Remove “{name}”?"
    REMOVED = "移除了 {n} 篇文章", "{n} articles removed", "One article removed"

    # Conversations
    CONVERSATIONS = "对话", "Conversations"
    NEW_CONVERSATION = "新对话", "New conversation"
    UNTITLED = "未命名对话", "Untitled conversation"
    CONVERSATION_SEARCH = "在对话中查找", "Search the conversations"
    NO_CONVERSATIONS = "还没有对话", "No conversations yet"
    NO_CONVERSATIONS_FOUND = "没有符合的对话", "No conversation matches"
    RENAME = "改名", "Rename"
    NEW_TITLE = "新名称", "New title"
    DELETE = "删除", "Delete"
    DELETE_SURE = "确定删除“{title}”？删除后不能恢复", "Delete “{title}”? It cannot be brought back"
    TURNS = "{n} 个问题", "{n} questions", "One question"

    # Exports
    EXPORT_MARKDOWN = "Markdown 文档", "As Markdown"
    EXPORT_HTML = "HTML 网页", "As HTML"
    EXPORT_JSON = "JSON 数据", "As JSON"
    EXPORTED_FROM = "由报问导出，{date}", "Exported from Baowen, {date}"

    # Feedback
    GOOD_ANSWER = "答得好", "Good answer"
    BAD_ANSWER = "答得不好", "Bad answer"
    FEEDBACK_COMMENT = "哪里好，哪里不好？（可不填）", "What is good or bad about it? (optional)"
    FEEDBACK_SEND = "提交反馈", "Send feedback"
    FEEDBACK_THANKS = "谢谢，已记下", "Thank you, noted"

    # Evaluation
    EVAL_INTRO = "用一份问题检验答得怎样", "Measure the answers with a file of questions"
    EVAL_FILE = "问题文件（JSONL）", "Question file (JSONL)"
    EVAL_RUN = "开始评测", "Run"
    EVAL_PROGRESS = "第 {done} 题，共 {n} 题", "Question {done} of {n}", "Question {done} of one"
    EVAL_REPORT = "报告", "Report"
    EVAL_COMPARE = "比较两次", "Compare two runs"
    EVAL_FIRST = "第一次", "First run"
    EVAL_SECOND = "第二次", "Second run"
    EVAL_NONE = "还没有评测过", "No runs yet"

    # Logging in
    LOGOUT = "退出", "Log out"
    LOGGED_IN_AS = "用户：{user}", "Logged in as {user}"

    # Faults
    NOT_FOUND = "没有这一项", "There is no such thing"
    SERVER_BUSY = "现在人太多，请稍后再试", "Too many people are asking; try again in a while"
    NOT_ALLOWED = "这里不允许这样做", "This is not allowed here"


def text(key: Key, language: Language) -> str:
    """A text as it stands in the table."""
    return key.zh if language == "zh" else key.en


def phrase(key: Key, language: Language, **values: str | int) -> str:
    """A text with its places filled in; `n` tells one from many, and is grouped in thousands."""
    wording = key.one if language == "en" and key.one and values.get("n") == 1 else ""
    shown = {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()
    }
    return (wording or text(key, language)).format(**shown)
