"""A run: every question asked, scored and written down, so that it can be killed and resumed.

    RUN/answers.jsonl            one row a question, in the order in which they were finished
    RUN/baseline-NAME.jsonl      the same rows for each baseline
    RUN/run.json                 what the run is of: a resumed run must be of the same
    RUN/summary.json             everything that a report says of the whole, written last

A row of `answers.jsonl` (a baseline's rows have the same shape):

    {"id": "q01",
     "question": {"id", "question", "lang", "type", "answers": [str], "required": [[str]],
                  "evidence": [{"file", "quote", "title"}], "answerable": bool,
                  "history": [{"question", "answer"}]},     the whole input row; a set's rows are
                                                            brought into this shape
     "group": {"type": str, "lang": str, "source": str},    what the row is counted under
     "answer": {…} | null,             as `ask --json` prints it; null where asking raised
     "error": "",                      or "KeyError: …" where it raised, or what a failure said
     "seconds": 1.23,                  on the clock, for the whole question
     "retrieved": [{"rank": 1, "article_id", "title", "source", "start", "end", "text",
                    "score", "parts": {"lexical", "dense"}, "relevant": bool}],
     "gold": [{"file", "quote", "found": bool,      whether the quote is in an article
               "article_id", "start", "end",        where (of the first article), "" 0 0 if nowhere
               "rank": 3,                           of the first hit that has it, 0 for none
               "cited": bool}],
     "contexts": [{"number": 1, "before": str, "quote": str, "after": str, "right": bool|null}],
                                       each citation as it stands in its article; `right`: whether
                                       it overlaps gold evidence, null where there is no gold
     "checks": [{"text": str, "supported": bool, "reason": str}],
                                       each said sentence and the independent check of its support
     "scores": {name: number | null},  null: the measure does not apply to this question
     "why": "right"}                   or not_retrieved | not_read | not_worded | refused |
                                       answered_unanswerable | failed | ungraded

`why` is the first stage that lost the answer: `not_retrieved`, a piece of gold evidence is in no
hit; `refused`, all was found and the answer is a refusal all the same; `not_read`, a piece of gold
evidence is not cited; `not_worded`, the right place is cited and the answer lacks the fact;
`ungraded`, the question has nothing to be graded by.

`scores` has: correct f1 em span_f1 span_em rouge_l completeness keypoint_recall hit@1 hit@5 hit@10
mrr@10 ndcg@10 recall@10 citation_precision citation_recall faithful support answer_in_quote
refused answerable graded confidence. `measures.ABOUT` says what each measure of the summary is.

`summary.json`:

    {"format": 1,
     "protocol": {"set": "questions", "files": [str], "sha256": str, "seed": 13, "sample": 0,
                  "limit": 0, "options": {"noise": 0.8, …}, "text": "How it was done, in words"},
     "notes": [str],                   how support is kept independent, how intervals are made, …
     "date": "2024-05-01T12:00:00+00:00", "command": "python -m qa eval …",
     "commit": "abc123+changes" | "",
     "machine": {"system", "processor", "cores", "memory_gb", "python"},
     "versions": {"baowen": "0.1.0", "ir-measures": "0.4.3", "numpy": …},
     "settings": {"encoder": …, "generator": …, …},
     "library": {"articles", "passages", "files", "encoder", "generation"} | null,
     "warnings": [str],                what was said before the run
     "counts": {"questions": 90, "done": 90, "failed": 0, "skipped": 0, "answered": 70,
                "refused": 20, "answerable": 75, "unanswerable": 15, "why": {"right": 80, …}},
     "failed": [{"id", "error"}],
     "about": {name: {"label": "Accuracy", "better": "higher" | "lower", "text": str}},
     "measures": {name: {"value": 0.85, "low": 0.78, "high": 0.92, "n": 90}},
                                       only measures that apply; n is the number of questions
     "groups": {"type": {"single": {"n": 35, "measures": {…}}, …}, "lang": {…}, "source": {…}},
     "curves": {"risk_coverage": {"points": [{"coverage", "risk", "threshold"}],
                                  "area": {"value", "low", "high", "n"} | null}},
     "latency": {stage: {"p50", "p95", "mean", "n"}},   stages of `Answer.timings`, and "seconds"
     "baselines": {"lexical": {"about": str, "counts": {…}, "measures": {…}, "groups": {…},
                               "curves": {…}, "latency": {…}}, …},
     "plain": false}                   true: questions without gold; no measures then

Knows how questions are asked and rows are kept; nothing of what a measure is.
"""
