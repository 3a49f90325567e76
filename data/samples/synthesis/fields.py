"""The fields of work that committees are formed for: series, the specialties that sit together, the grades they have.

Series codes and specialties are those of the 27 series; below the senior grade, health, accounting, statistics,
economics and auditing have a national examination in place of a review, hence no committee.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.domain.vocabulary import EmployerKind, Grade

SENIOR, INTERMEDIATE, JUNIOR = Grade.SENIOR, Grade.INTERMEDIATE, Grade.JUNIOR
ENTERPRISE = (
    (EmployerKind.PRIVATE, 9),
    (EmployerKind.CITY, 4),
    (EmployerKind.PROVINCIAL, 3),
    (EmployerKind.CENTRAL, 2),
    (EmployerKind.INSTITUTE, 2),
    (EmployerKind.GRASSROOTS, 1),
)
PUBLIC = ((EmployerKind.CITY, 5), (EmployerKind.GRASSROOTS, 4), (EmployerKind.PROVINCIAL, 1))
FARM = ((EmployerKind.GRASSROOTS, 5), (EmployerKind.INSTITUTE, 2), (EmployerKind.CITY, 2), (EmployerKind.PRIVATE, 2))
CAMPUS = ((EmployerKind.UNIVERSITY, 1),)

FULL_LADDER = (SENIOR, INTERMEDIATE, JUNIOR)
TWO_STEPS = (SENIOR, INTERMEDIATE)
TWO_INTERMEDIATE = (SENIOR, INTERMEDIATE, INTERMEDIATE)
ONLY_SENIOR = (SENIOR,)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work: ``grades`` of its committees, ``by_series`` where its senior one is formed by series."""

    name: str
    series: str
    specialties: tuple[str, ...]
    grades: tuple[Grade, ...]
    employers: tuple[tuple[EmployerKind, int], ...] = ENTERPRISE
    by_series: bool = False


FIELDS: tuple[Field, ...] = (
    Field("机械工程", "05", ("机械工程", "汽车工程", "农业机械"), TWO_STEPS),
    Field("建筑工程", "05", ("建筑设计", "结构/土木工程"), FULL_LADDER),
    Field("会计", "17", ("会计",), ONLY_SENIOR),
    Field("电气工程", "05", ("电气工程", "自动化(控制工程)"), TWO_INTERMEDIATE),
    Field("中小学教师", "22", ("语文", "数学", "外语", "理科综合"), TWO_STEPS, PUBLIC, by_series=True),
    Field("农业", "06", ("农艺", "畜牧", "兽医"), FULL_LADDER, FARM),
    Field("信息工程", "05", ("计算机与软件", "电子信息", "通信工程"), TWO_INTERMEDIATE),
    Field("临床医学", "04", ("内科", "外科", "妇儿"), ONLY_SENIOR, PUBLIC),
    Field("化工材料", "05", ("化学工程", "材料工程"), TWO_STEPS),
    Field("经济", "19", ("经济", "人力资源管理"), ONLY_SENIOR),
    Field("建筑设备", "05", ("给排水", "暖通空调"), FULL_LADDER),
    Field("交通工程", "05", ("公路与桥梁", "铁道工程", "市政工程"), FULL_LADDER),
    Field("冶金采矿", "05", ("冶金工程", "采矿工程"), TWO_INTERMEDIATE),
    Field("护理药学", "04", ("护理", "药学"), ONLY_SENIOR, PUBLIC),
    Field("地质测绘", "05", ("地质勘查", "测绘工程", "岩土工程"), FULL_LADDER),
    Field("能源电力", "05", ("能源动力(热能)", "电力工程"), FULL_LADDER),
    Field("水利工程", "05", ("水利水电",), TWO_STEPS),
    Field("审计", "27", ("审计",), ONLY_SENIOR),
    Field("施工管理", "05", ("建筑施工与管理", "工程造价"), FULL_LADDER),
    Field("规划园林", "05", ("城乡规划", "风景园林"), FULL_LADDER),
    Field("航空船舶", "05", ("航空航天", "船舶与海洋工程"), TWO_STEPS),
    Field("图书档案", "11", ("档案",), TWO_STEPS, PUBLIC),
    Field("环境工程", "05", ("生态环境", "气象"), FULL_LADDER),
    Field("食品医药", "05", ("食品工程", "医药工程(制药)", "医疗器械"), FULL_LADDER),
    Field("轻纺工程", "05", ("纺织工程", "轻工工程"), FULL_LADDER),
    Field("质量安全", "05", ("质量工程", "安全工程", "特种设备"), FULL_LADDER),
    Field("统计", "18", ("统计",), ONLY_SENIOR),
    Field("实验技术", "20", ("实验",), TWO_STEPS, CAMPUS),
    Field("计量标准", "05", ("计量", "标准化"), FULL_LADDER),
    Field("林业工程", "05", ("林业工程",), TWO_STEPS, FARM),
    Field("装饰装修", "05", ("装饰装修",), TWO_STEPS),
    Field("中职教师", "21", ("文化/专业课", "实习指导"), TWO_STEPS, PUBLIC, by_series=True),
    Field("港航工程", "05", ("水路运输/港航",), TWO_STEPS),
    Field("石油工程", "05", ("石油工程",), TWO_STEPS),
)
"""Fields in the order in which a growing season takes them in."""

SELF_FIELDS: tuple[Field, ...] = (
    Field("工业学院", "01", ("工学", "理学"), ONLY_SENIOR, CAMPUS),
    Field("重工集团", "05", ("机械工程", "电气工程"), ONLY_SENIOR, ((EmployerKind.CENTRAL, 1),)),
    Field("自然科学研究院", "03", ("自然科学研究",), ONLY_SENIOR, ((EmployerKind.INSTITUTE, 1),)),
    Field("师范学院", "01", ("文学", "教育学"), ONLY_SENIOR, CAMPUS),
)
"""Fields of self-review committees (自主评审), each with one employer."""

SUSPENDED_FIELD = Field("广播电视工程", "05", ("广播电视工程",), (INTERMEDIATE,))
"""The field of the one suspended committee."""
