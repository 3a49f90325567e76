"""Names that invented seasons are made of. Every organisation and every person here is invented."""

from __future__ import annotations

from solver.domain.vocabulary import EmployerKind

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红建国志文海燕晓东春梅玲佳俊峰宇欣怡浩然子涵雨桐"
    "思源博雅立新永胜德成庆丰云鹏少康家宁若溪景行承志维民启航乐安"
)

DISTRICTS = ("和平区", "沈河区", "铁西区", "皇姑区", "大东区", "浑南区", "于洪区", "沈北新区", "苏家屯区")
"""Districts that experts and rooms are in; the names are Shenyang's."""

REGIONS = ("沈阳", "大连", "鞍山", "锦州", "营口", "丹东", "盘锦", "阜新", "朝阳", "葫芦岛")
"""Cities whose committees a season can hold, in the order in which a growing season takes them in."""

OUTSIDE = ("抚顺", "本溪", "辽阳", "铁岭")
"""Cities without a committee in the season: whoever applies from there needs a delegation."""

PLACES = ("市民大厦", "人才中心", "会展中心", "科技馆", "工人会馆", "学术交流中心", "图书馆报告厅", "创新大厦")

# fmt: off
BRANDS = (
    "北陵", "浑河", "奉天", "辽源", "盛京", "棋盘山", "东塔", "望花", "铁锚", "启明",
    "恒远", "金穗", "瑞泽", "宏图", "锦程", "天柱", "凌云", "鼎新", "华岳", "远航",
    "长青", "兴业", "博远", "晨光", "泰和", "永固", "中衡", "信达", "瀚海", "联创",
    "新元", "众成", "昆仲", "安泰", "百川", "玉衡", "同泽", "嘉禾", "鸿远", "立诚",
)
# fmt: on

TRADES: dict[EmployerKind, tuple[str, ...]] = {
    EmployerKind.CENTRAL: ("重工集团公司", "铁路局集团公司", "电力公司", "航空工业公司"),
    EmployerKind.PROVINCIAL: ("省属设计院", "省属检测中心", "省属工程公司"),
    EmployerKind.CITY: ("市政工程处", "规划设计院", "公用事业公司", "城建集团"),
    EmployerKind.GRASSROOTS: ("区建设服务中心", "街道技术站", "县技术推广站"),
    EmployerKind.PRIVATE: ("科技有限公司", "机械制造有限公司", "工程技术有限公司", "材料有限公司", "软件有限公司"),
    EmployerKind.UNIVERSITY: ("工业学院", "理工学院", "师范学院"),
    EmployerKind.INSTITUTE: ("研究所", "研究院", "勘测设计研究院"),
}
"""What employers of each kind are called, after the brand."""

SERIES_TRADES: dict[str, tuple[str, ...]] = {
    "01": ("工业学院", "理工学院", "师范学院"),
    "04": ("中心医院", "人民医院", "妇幼保健院", "中医院"),
    "06": ("农业技术推广站", "畜牧兽医站", "农业科学院", "种业有限公司"),
    "11": ("档案馆", "城建档案馆"),
    "22": ("实验小学", "第一中学", "第二中学", "第五中学", "外国语学校", "九年一贯制学校"),
}
"""What employers are called in series that have institutions of their own."""

CENTRE_NAMES = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
)
"""Departments and subsidiaries are numbered with these."""
