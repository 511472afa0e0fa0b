"""Chinese surnames, by how sure they are to be one.

Knows characters only; nothing of the names that begin with them.
"""

from __future__ import annotations

COMMON = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严金魏姜戚谢邹柏章苏潘葛范彭鲁韦马苗方"
    "俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝常傅齐康伍余顾孟黄萧尹姚邵汪祁毛戴宋熊纪舒屈项祝董梁杜阮"
    "季贾江童郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房裘丁邓洪包左石崔龚程邢裴陆翁甄曲靳段焦"
    "侯宁仇甘武刘景詹龙叶司黎薄白赖乔谭申冉桑桂牛温庄柴阎向易廖耿匡聂辛简曾关查解佘麦"
)
ALSO_WORDS = "于文居芦岳涂谷时牟卜路盛欧应和都成游阳席隋单闵强车辜靖宗巩"
"""Common, too, and as often a word: only in the place of a name do they begin one."""
RARE = (
    "施陶喻窦郎廉岑滕殷邬安卞穆狄贝臧庞蓝颜刁虞缪郁杭荣荀储宓班仰仲伊宫栾厉戎祖符束印蒲邰卓屠"
    "池胥苍双闻莘党翟劳宰边燕冀尚农晏瞿慕连习艾鱼慎戈庾衡步弘寇广沃利越隆晁敖冷阚饶肖"
)
"""Names where the form of the sentence says that one is asked about."""
