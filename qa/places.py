"""Names of places: provinces and cities of China, countries, cities of the world, in Chinese.

For telling that a question and a text speak of different places. What is missing here is no place
to this module: that costs a check, never an answer. Knows names only; nothing of texts.
"""

from __future__ import annotations

import re

_PROVINCES = """
北京:京 天津:津 上海:沪 重庆:渝 河北:冀 山西:晋 辽宁:辽 吉林 黑龙江:黑 江苏:苏 浙江:浙 安徽:皖
福建:闽 江西:赣 山东:鲁 河南:豫 湖北:鄂 湖南:湘 广东:粤 海南:琼 四川:川 贵州:黔 云南:滇 陕西:陕
甘肃:甘 青海:青 台湾:台 内蒙古 广西:桂 西藏:藏 宁夏:宁 新疆:新 香港:港 澳门:澳
"""
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中
运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连
鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山市 松原 白城 延边
哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 佳木斯 七台河 牡丹江 绥化 南京 无锡 徐州 常州 苏州 南通
连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥
芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明
泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博
枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁
新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感
荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山市 潮州
揭阳 云浮 南宁 柳州 桂林 梧州 北海市 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾市 崇左 海口 三亚
三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中
资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄
红河州 文山州 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 西安 铜川 宝鸡 咸阳
渭南 延安 汉中 榆林 安康市 商洛 兰州 嘉峪关 金昌 白银市 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南
西宁 海东 海北州 黄南 海南州 果洛 玉树 海西 格尔木 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依
吐鲁番 哈密 昌吉 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 台北 高雄 台中 台南 新竹 嘉义 基隆
桃园市 花莲 新北 屏东 苗栗 彰化 宜兰
"""
_COUNTRIES = """
美国 英国 法国 德国 日本 韩国 朝鲜 俄罗斯 苏联 加拿大 澳大利亚 新西兰 印度 巴基斯坦 孟加拉国
斯里兰卡 尼泊尔 不丹 缅甸 泰国 越南 老挝 柬埔寨 马来西亚 新加坡 印度尼西亚 菲律宾 文莱 蒙古国
哈萨克斯坦 乌兹别克斯坦 伊朗 伊拉克 土耳其 叙利亚 黎巴嫩 以色列 巴勒斯坦 约旦 沙特阿拉伯 也门
阿联酋 卡塔尔 科威特 阿富汗 埃及 利比亚 突尼斯 阿尔及利亚 摩洛哥 苏丹 埃塞俄比亚 肯尼亚 坦桑尼亚
乌干达 尼日利亚 加纳 南非 津巴布韦 赞比亚 安哥拉 刚果 西班牙 葡萄牙 意大利 希腊 荷兰 比利时 卢森堡
瑞士 奥地利 波兰 捷克 斯洛伐克 匈牙利 罗马尼亚 保加利亚 塞尔维亚 克罗地亚 乌克兰 白俄罗斯 立陶宛
拉脱维亚 爱沙尼亚 芬兰 瑞典 挪威 丹麦 冰岛 爱尔兰 墨西哥 古巴 巴西 阿根廷 智利 秘鲁 哥伦比亚
委内瑞拉 玻利维亚 厄瓜多尔 乌拉圭 巴拉圭
"""
_WORLD = """
纽约 华盛顿 洛杉矶 芝加哥 旧金山 波士顿 西雅图 伦敦 曼彻斯特 利物浦 巴黎 柏林 慕尼黑 汉堡 罗马
米兰 马德里 巴塞罗那 莫斯科 圣彼得堡 东京 大阪 京都 名古屋 横滨 首尔 釜山 平壤 曼谷 河内 雅加达
吉隆坡 马尼拉 新德里 孟买 悉尼 墨尔本 多伦多 温哥华 开罗 迪拜 伊斯坦布尔 维也纳 日内瓦 布鲁塞尔
阿姆斯特丹
"""

ABBREVIATED: dict[str, str] = {
    name: short for name, _, short in (word.partition(":") for word in _PROVINCES.split()) if short
}
"""A province and the one character that stands for it in 赴京, 沪上."""

GRADES: dict[str, str] = {
    **{word.partition(":")[0]: "province" for word in _PROVINCES.split()},
    **dict.fromkeys(_CITIES.split(), "city"),
    **dict.fromkeys(_COUNTRIES.split(), "country"),
    **dict.fromkeys(_WORLD.split(), "world"),
}
"""A place and what kind of place it is; two of one kind rule each other out."""

# A surname or a common word begins like some of these: 海东 in 上海东部, 印度 in 印度尼西亚.
_NAMES = "|".join(sorted(GRADES, key=lambda name: (-len(name), name)))
PLACE = re.compile(rf"(?<!上)(?<!黄)(?:海东|海西)|(?!海东|海西|苏丹红|大理石|黄山路)(?:{_NAMES})")
