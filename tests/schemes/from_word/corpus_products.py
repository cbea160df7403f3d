"""Rules for products in the manner of published ones; all bodies, numbers and prices invented."""

from __future__ import annotations

from tests.schemes.from_word.making import Writer

UNITS = "/process/units/principle"
APPLY = "/process/application"
CHECK = "/process/factory_inspection/content"
FEES = "/fees"
BASIS = "/basis"
TESTS = "/requirements"
DAYS = "/process/factory_inspection/man_days"
STOP = "/certificate/suspension/conditions"
END = "/certificate/deregistration/conditions"
TAKE = "/certificate/revocation/conditions"
PLACES = "/mark/placement"


def air_cleaner() -> Writer:
    """Styles of Word and its own lists; tables with merged heads; a note; the mark as a picture."""
    w = Writer()
    w.margins("示例认证有限公司", "SLRZ-PC-0101:2026 第 1 页")
    w.p("SLRZ-PC-0101:2026", "/rule_number")
    w.word.add_paragraph("家用空气净化器质量认证实施规则", style="Title")
    w.expected["家用空气净化器质量认证实施规则"] = "/title"
    w.p("2026-05-01发布", "/lifecycle/issued")
    w.p("2026-07-01实施", "/lifecycle/effective")
    w.p("示例认证有限公司发布")
    main = w.list(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), number=1)
    items = w.list(("lowerLetter", "%1)"), number=2)
    w.h(1, "适用范围", list_id=main)
    w.p("本规则适用于额定电压不超过250 V的家用和类似用途空气净化器。", "/scope/included")
    w.p("本规则不适用于车载、佩戴式和风管式净化装置。", "/scope/excluded")
    w.h(1, "认证依据", list_id=main)
    w.p("GB/T 18801-2022《空气净化器》", BASIS)
    w.p("GB 4706.45—2008《家用和类似用途电器的安全 空气净化器的特殊要求》", BASIS)
    w.h(1, "认证模式", list_id=main)
    w.p("型式试验 + 初始工厂检查 + 获证后监督", "/process/modules")
    w.h(1, "认证单元划分", list_id=main)
    first = w.p("净化原理、目标污染物和滤网配置均相同的产品划为同一单元。", UNITS)
    w.footnote(first, "滤网配置指滤网的材料、面积和层数。")
    w.h(1, "认证申请", list_id=main)
    w.h(2, "申请条件", list_id=main)
    w.item("申请人具有独立法人资格；", f"{APPLY}/eligibility", items)
    w.item("产品已定型并连续生产三个月以上。", f"{APPLY}/eligibility", items)
    w.h(2, "申请资料", list_id=main)
    w.p("认证委托人应提交以下资料：")
    again = w.list(("lowerLetter", "%1)"), number=3)
    w.item("认证申请书；", f"{APPLY}/documents", again)
    w.item("产品描述及关键零部件清单；", f"{APPLY}/documents", again)
    w.h(2, "受理", list_id=main)
    w.p("认证机构应在收到申请后5个工作日内作出是否受理的决定。", f"{APPLY}/acceptance_days")
    w.h(1, "型式试验", list_id=main)
    w.h(2, "抽样", list_id=main)
    w.table(
        [
            ["样品名称", "抽样基数", "抽样数量", "抽样地点"],
            ["净化器整机", "不少于20台", "2台", "工厂成品库"],
        ],
        "/process/sampling",
    )
    w.h(2, "检验项目", list_id=main)
    table = w.table(
        [
            ["序号", "检验项目", "技术要求", "", "试验方法"],
            ["", "", "指标", "条款", ""],
            ["1", "颗粒物洁净空气量", "≥90%", "5.3", "GB/T 18801-2022"],
            ["2", "噪声", "≤66 dB", "5.6", "GB/T 18801-2022"],
            ["3", "外壳间隙", "≤0.5mm", "5.8", "GB/T 18801-2022"],
        ],
        TESTS,
        heads=2,
    )
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    w.h(1, "初始工厂检查", list_id=main)
    w.h(2, "检查内容", list_id=main)
    w.p("工厂质量保证能力检查；", CHECK)
    w.p("产品一致性检查。", CHECK)
    w.h(2, "检查人日数", list_id=main)
    w.table(
        [
            ["单元数", "工厂人数", "人日"],
            ["1-2", "≤100", "2人日"],
            ["3-5", "101-500", "3"],
        ],
        DAYS,
    )
    w.h(1, "认证结果评价与批准", list_id=main)
    w.p(
        "型式试验和工厂检查均合格的，批准认证并颁发证书。",
        "/process/evaluation_decision/criteria",
    )
    w.p("认证决定应在评价完成后30日内作出。", "/process/evaluation_decision/time_limit_days")
    w.h(1, "获证后监督", list_id=main)
    w.p(
        "获证后12个月内进行第一次监督，此后每12个月监督一次。",
        "/process/surveillance/interval_months",
    )
    w.h(2, "监督抽样", list_id=main)
    w.p("在生产线末端或市场随机抽取1台。", "/process/surveillance/sampling_rule")
    w.h(1, "认证证书", list_id=main)
    w.h(2, "证书有效期", list_id=main)
    w.p("认证证书有效期为5年。", "/certificate/validity_months")
    w.h(2, "认证证书的暂停", list_id=main)
    w.p("有下列情形之一的，暂停认证证书：")
    w.p("监督抽查不合格但未达到撤销程度的；", STOP)
    w.p("无正当理由拒绝接受监督的。", STOP)
    w.h(2, "认证证书的注销", list_id=main)
    w.p("持证人申请注销的。", END)
    w.h(2, "认证证书的撤销", list_id=main)
    w.p("提供虚假样品的；", TAKE)
    w.p("出租、出借或者转让证书、标志的。", TAKE)
    w.h(1, "认证标志", list_id=main)
    w.h(2, "标志式样", list_id=main)
    w.picture(at="/mark/artwork")
    w.p("标志由三道弧线围绕字母S组成。", "/mark/description")
    w.h(2, "加施位置", list_id=main)
    w.p("标志加施在产品铭牌上，与铭牌同面。", PLACES)
    w.h(1, "收费", list_id=main)
    w.table(
        [
            ["收费项目", "收费标准", "备注"],
            ["申请费", "￥500元/单元", "小微企业免收"],
            ["检验费", "12000～26000元/单元", ""],
            ["工厂检查费", "2,500元/人日", ""],
            ["证书费", "０．０８万元/张", ""],
        ],
        FEES,
    )
    w.h(1, "申诉与投诉", list_id=main)
    w.p("对认证决定有异议的，可拨打电话 010-5550 0109 提出申诉。", "/complaints_appeals/channels")
    return w


def brake_pads() -> Writer:
    """No styles at all: numbers typed, digits in full width, soft breaks inside paragraphs."""
    w = Writer()
    w.p("编号：DEMO-C-2026-017", "/rule_number", center=True)
    w.p("汽车制动衬片产品认证规则", "/title", bold=True, center=True)
    w.p("发布日期：２０２６年３月１５日", "/lifecycle/issued", center=True)
    w.p("实施日期：2026年6月1日", "/lifecycle/effective", center=True)
    w.p("目 次")
    w.p("1 适用范围……………………1")
    w.p("2 认证依据……………………1")
    w.p("前　言")
    w.p("本规则由示例车辆认证中心制定、发布，版权归示例车辆认证中心所有。", "/ip/copyright_holder")
    w.p("主要起草单位：示例车辆认证中心、示例摩擦材料研究所。", "/drafting/units")
    w.p("主要起草人：赵一鸣、钱二南。", "/drafting/persons")
    w.p("１　适用范围")
    w.p("１．１　本规则适用于汽车用盘式制动器衬片的自愿性产品认证。", "/scope/included")
    w.p("２　认证依据")
    w.p("２．１　ＧＢ　５７６３－２０１８　汽车用制动器衬片", BASIS)
    w.p("２．２　GB/T 22311-2008 道路车辆 制动衬片 压缩应变试验方法", BASIS)
    w.p("３　认证模式")
    w.p("产品检验＋初始工厂检查＋获证后监督", "/process/modules")
    w.p("４　认证实施")
    w.p("４．１　认证单元的划分")
    w.p("４．１．１　配方、背板材料相同的产品为一个认证单元。", UNITS)
    w.p("４．２　申请与受理")
    w.p("４．２．１　申请资料")
    w.p("ａ）营业执照复印件；", f"{APPLY}/documents")
    w.p("ｂ）产品图样及配方声明；", f"{APPLY}/documents")
    w.p("４．２．２　有下列情形之一的，不予受理：")
    w.p("ａ）属于国家明令淘汰的产品；", f"{APPLY}/refusal_grounds")
    w.p("ｂ）申请人列入严重失信名单的。", f"{APPLY}/refusal_grounds")
    w.p("４．３　产品检验")
    w.p("４．３．１　检验应在具备CMA资质的实验室进行。", "/process/testing/lab_requirement")
    w.p("４．３．２　检验时限一般为３０个工作日。", "/process/testing/days")
    w.p("表１　检验项目及要求")
    w.table(
        [
            ["检验项目", "要求", "检测方法"],
            ["剪切强度", "≥2.5 MPa", "GB 5763-2018"],
            ["摩擦系数", "0.25～0.65", "GB 5763-2018"],
            ["压缩应变", "不大于2%", "GB/T 22311-2008"],
        ],
        TESTS,
    )
    w.p("４．４　工厂检查")
    w.p("４．４．１　工厂检查的内容包括\n质量保证能力和产品一致性。", CHECK)
    w.p("４．４．２　工厂检查人日数")
    table = w.table(
        [
            ["工厂人数", "单元数", "", ""],
            ["", "1-2", "3-5", "6个以上"],
            ["100人以下", "2", "3", "4"],
            ["101～500人", "3", "4", "5"],
        ],
        DAYS,
        heads=2,
    )
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 3))
    w.p("５　获证后的监督")
    w.p("５．１　监督频次：获证后每年至少一次。", "/process/surveillance/interval_months")
    w.p("６　认证证书")
    w.p("６．１　证书有效期三年。", "/certificate/validity_months")
    w.p("６．２　证书的暂停、注销和撤销")
    w.p("６．２．１　暂停")
    w.p("ａ）证书持有人违反证书使用规定的；", STOP)
    w.p("ｂ）监督结果不合格但不需要立即撤销的。", STOP)
    w.p("暂停期限最长为６个月。", "/certificate/suspension/max_months")
    w.p("６．２．２　撤销")
    w.p("ａ）暂停期满未采取纠正措施的；", TAKE)
    w.p("ｂ）获证产品发生重大质量事故的。", TAKE)
    w.p("７　认证标志")
    w.p("不使用变形标志；标志可印刷在产品的最小销售包装上。", PLACES)
    w.p("８　收费")
    w.table(
        [
            ["项目", "金额（元）", "计价单位"],
            ["申请费", "600", "单元"],
            ["审核费", "3000", "人日"],
            ["批准与注册费", "1000", "单元"],
            ["年金", "500", "年"],
        ],
        FEES,
    )
    w.p("附录A")
    w.p("工厂质量保证能力要求", center=True)
    w.p("工厂应设质量负责人，并建立关键原材料的进货检验制度。")
    return w


def led_lamps() -> Writer:
    """Chapters and articles as laws have them, counted by hand; chapters in bold."""
    w = Writer()
    w.p("LED照明产品性能认证实施规则", "/title", bold=True, center=True)
    w.p("规则编号：SL-LED-003", "/rule_number", center=True)
    w.p("第一章　总则", bold=True, center=True)
    w.p("第一条　本规则适用于额定电压220 V的普通照明用LED灯具。", "/scope/included")
    w.p("第二条　认证依据：")
    w.p("（一）GB/T 24908-2014《普通照明用非定向自镇流LED灯 性能要求》；", BASIS)
    w.p("（二）GB 7000.1-2015《灯具 第1部分：一般要求与试验》。", BASIS)
    w.p("第三条　认证模式为型式试验加初始工厂检查加获证后监督。", "/process/modules")
    w.p("第二章　认证申请", bold=True, center=True)
    w.p("第四条　申请人应当具备下列条件：")
    w.p("（一）具有法人资格；", f"{APPLY}/eligibility")
    w.p("（二）具有稳定的生产能力。", f"{APPLY}/eligibility")
    w.p("第五条　申请人应当提交下列材料：")
    w.p("（一）申请书；", f"{APPLY}/documents")
    w.p("（二）产品规格书。", f"{APPLY}/documents")
    w.p("第三章　工厂检查", bold=True, center=True)
    w.p("第六条　工厂检查在型式试验合格后进行。", "/process/factory_inspection/when")
    w.p("第七条　检查内容包括质量管理、关键零部件控制和出厂检验。", CHECK)
    w.p("第四章　监督", bold=True, center=True)
    w.p("第八条　首次监督在获证后六个月内进行。", "/process/surveillance/first_within_months")
    w.p("第九条　有下列情形之一的，增加监督频次：")
    w.p("（一）获证产品出现严重质量问题；", "/process/surveillance/triggers")
    w.p("（二）有投诉并经查实。", "/process/surveillance/triggers")
    w.p("第五章　认证证书和标志", bold=True, center=True)
    w.p("第十条　证书有效期为４年。", "/certificate/validity_months")
    w.p("第十一条　扩大认证范围的，应当补充型式试验。", "/certificate/scope_extension")
    w.p("第十二条　有下列情形之一的，撤销认证证书：")
    w.p("（一）以欺骗、贿赂手段取得证书的；", TAKE)
    w.p("（二）拒绝监督检查的。", TAKE)
    w.p("第六章　收费", bold=True, center=True)
    w.p("第十三条　申请费500元；证书费：每张１００元。", FEES)
    w.p("第七章　附则", bold=True, center=True)
    w.p("第十四条　认证机构应当对获知的商业秘密予以保密。", "/confidentiality")
    w.p("第十五条　认证记录保存期限不少于72个月。", "/records/retention_months")
    w.p("第十六条　本规则由示例照明认证中心负责解释。")
    return w


def water_meter() -> Writer:
    """Boxes on the cover, a table of contents as a field, a table inside a table, a JPEG mark."""
    w = Writer()
    w.box(("CSW-027-2026", "/rule_number"), ("智能水表产品认证规则", "/title"))
    w.contents("1 适用范围\t1", "2 依据标准\t2", "3 认证标志\t5")
    w.h(1, "1 适用范围")
    w.p("本规则适用于公称通径DN15至DN50的智能水表。", "/scope/included")
    w.h(1, "2 依据标准")
    w.table(
        [
            ["序号", "标准编号", "标准名称"],
            ["1", "GB/T 778.1-2018", "饮用冷水水表和热水水表 第1部分:计量要求和技术要求"],
            ["2", "CJ/T 224-2012", "电子远传水表"],
        ],
        BASIS,
    )
    w.h(1, "3 认证要求")
    w.table(
        [
            ["项目名称", "标准条款", "技术要求"],
            ["示值误差", "6.2", "≤2 %"],
            ["压力损失", "6.9", "不超过0.063 MPa"],
        ],
        TESTS,
    )
    w.h(1, "4 证书")
    w.p("证书的有效期为36个月；有效期届满前6个月内可申请再认证。", "/certificate/validity_months")
    w.h(2, "4.1 变更")
    w.p("商标、名称变更的，提交书面申请；关键零部件变更的，补充检验。")
    w.h(1, "5 认证标志")
    w.p("认证标志图案如下：")
    w.picture("JPEG", at="/mark/artwork")
    w.p("标志的最小尺寸为10 mm。", "/mark/min_size/print_mm")
    outer = w.table([["标志规格", "用途"], ["", "产品铭牌"]])
    inner = outer.cell(1, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "10 mm", "15 mm"
    w.h(1, "6 费用")
    w.p("认证费用包括：申请费800元/单元，检验费按实际发生额收取。", FEES)
    return w
