"""Rules for services and management systems, a bilingual one, and what WPS writes; all invented."""

from __future__ import annotations

import re

from tests.schemes.from_word.making import Writer, rewritten

APPLY = "/process/application"


def elderly_care() -> Writer:
    """As official papers are: 一、（一）1.（1）, typed, with bold headings and no styles."""
    w = Writer()
    w.p("养老机构服务认证规则", "/title", bold=True, center=True)
    w.p("（YL-RZ-01:2026）", "/rule_number", center=True)
    w.p("一、适用范围", bold=True)
    w.p("适用于为老年人提供集中居住和照料服务的养老机构。", "/scope/included")
    w.p("二、认证依据", bold=True)
    w.p(
        "GB/T 35796-2017《养老机构服务质量基本规范》、GB/T 37276-2018《养老机构等级划分与评定》。",
        "/basis",
    )
    w.p("三、认证模式", bold=True)
    w.p("服务管理审核＋公开的服务特性检验＋获证后监督", "/process/modules")
    w.p("四、认证程序", bold=True)
    w.p("（一）认证申请", bold=True)
    w.p("1. 申请组织应具备的条件：")
    w.p("（1）依法登记并备案；", f"{APPLY}/eligibility")
    w.p("（2）连续运营一年以上。", f"{APPLY}/eligibility")
    w.p("2. 申请组织应提交的文件：")
    w.p("（1）登记证书；", f"{APPLY}/documents")
    w.p("（2）服务手册。", f"{APPLY}/documents")
    w.p("（二）认证评价与决定", bold=True)
    w.p(
        "服务特性测评和服务管理审核均达到要求的，作出批准认证的决定。",
        "/process/evaluation_decision/criteria",
    )
    w.p("（三）获证后监督", bold=True)
    w.p("监督间隔不超过12个月，可不预先通知。", "/process/surveillance/interval_months")
    w.p("（四）再认证", bold=True)
    w.p("证书有效期届满前3个月提出再认证申请。", "/process/recertification/before_expiry_months")
    w.p("五、认证证书", bold=True)
    w.p("证书有效期三年。", "/certificate/validity_months")
    w.p("（一）证书的暂停", bold=True)
    w.p("1. 发生一般责任事故的；", "/certificate/suspension/conditions")
    w.p("2. 未按时接受监督的。", "/certificate/suspension/conditions")
    w.p("（二）证书的撤销", bold=True)
    w.p("发生欺老虐老事件的。", "/certificate/revocation/conditions")
    w.p("（三）证书的恢复", bold=True)
    w.p("整改有效并经验证的，恢复证书。", "/certificate/suspension/reinstatement")
    w.p("六、收费标准", bold=True)
    w.table(
        [["费用名称", "标准", "说明"], ["申请费", "1000元", "一次"], ["审核费", "3000元/人日", ""]],
        "/fees",
    )
    w.p("七、公正性和保密", bold=True)
    w.p("认证机构不得向申请组织提供有偿咨询，保证公正性。", "/impartiality")
    w.p("认证人员对知悉的商业秘密负有保密义务。", "/confidentiality")
    w.p("八、申诉、投诉", bold=True)
    w.p("投诉在收到后20日内答复。", "/complaints_appeals/complaint_days")
    return w


def quality_system() -> Writer:
    """A management system, after two colleagues went through it: tracked changes and remarks."""
    w = Writer()
    w.word.add_paragraph("质量管理体系认证规则", style="Title")
    w.expected["质量管理体系认证规则"] = "/title"
    w.p("规则编号：DEMO-QMS-01:2026", "/rule_number")
    w.h(1, "1 适用范围")
    scope = w.p("本规则适用于依据GB/T 19001开展的质量管理体系认证")
    w.deleted(scope, "和咨询")
    w.inserted(scope, "，不含法律另有规定的领域。")
    w.expected["本规则适用于依据GB/T 19001开展的质量管理体系认证，不含法律另有规定的领域。"] = (
        "/scope/included"
    )
    w.h(1, "2 认证依据")
    w.p("GB/T 19001-2016/ISO 9001:2015《质量管理体系 要求》", "/basis")
    w.h(1, "3 对认证机构和人员的要求")
    people = w.p("审核员应取得质量管理体系审核员注册资格。", "/resources/personnel")
    w.comment(people, "注册要求请与人力部核对。")
    w.h(1, "4 认证申请")
    w.h(2, "4.1 申请条件")
    w.p("（1）取得法律地位证明文件；", f"{APPLY}/eligibility")
    w.p("（2）体系运行3个月以上。", f"{APPLY}/eligibility")
    w.h(1, "5 审核")
    w.h(2, "5.1 审核阶段")
    w.p("第一阶段审核确认受审核方的准备情况。", "/process/audit/stages")
    w.p("第二阶段审核在受审核方现场进行。", "/process/audit/stages")
    w.h(2, "5.2 审核时间")
    w.p("审核时间按有效人数确定，不少于附录A的规定。", "/process/audit/time_table")
    w.h(2, "5.3 多场所")
    w.p("多场所按场所数的平方根抽样。", "/process/audit/sites")
    w.h(2, "5.4 不符合项的处理")
    w.p("严重不符合应在30日内完成整改。", "/process/nonconformity/classes")
    w.h(1, "6 认证决定")
    w.p(
        "审核组提交报告后20个工作日内作出认证决定。", "/process/evaluation_decision/time_limit_days"
    )
    w.h(1, "7 监督审核")
    w.p("第一次监督审核在证书签发之日起12个月内进行。", "/process/surveillance/first_within_months")
    w.h(1, "8 认证证书")
    w.h(2, "8.1 有效期")
    w.p("有效期为3年。", "/certificate/validity_months")
    w.h(2, "8.2 暂停认证证书")
    w.p("（1）管理体系持续或严重不满足认证要求的；", "/certificate/suspension/conditions")
    w.p("（2）不承担、履行认证合同约定的责任和义务的。", "/certificate/suspension/conditions")
    w.h(1, "9 记录")
    w.p("认证记录应保存至证书到期后至少两年，保存期限60个月。", "/records/retention_months")
    w.h(1, "10 风险控制")
    w.p("审核员与受审核方存在利益关系的风险，通过回避制度控制。", "/risk")
    w.h(1, "11 认证收费")
    w.table(
        [
            ["收费项目", "单价", "单位"],
            ["审核费", "3200", "元/人日"],
            ["注册费（含证书费）", "2000", "元"],
        ],
        "/fees",
    )
    return w


def energy_system() -> Writer:
    """Chinese numbers that Word counts (第一章, （一）, ①), a hidden paragraph, bands of staff."""
    w = Writer()
    chapters = w.list(("chineseCounting", "第%1章"), ("chineseCounting", "（%2）"), number=1)
    w.p("能源管理体系认证实施规则", "/title", bold=True, center=True)
    w.counted(w.p("适用范围", bold=True), chapters, 0)
    w.p("本规则适用于用能单位能源管理体系的认证。", "/scope/included")
    hidden = w.p("")
    run = hidden.add_run("内部讨论稿，不得外传。")
    run.font.hidden = True
    w.counted(w.p("认证依据", bold=True), chapters, 0)
    w.p("GB/T 23331—2020 能源管理体系 要求及使用指南", "/basis")
    w.p("RB/T 101 能源管理体系 电子信息企业认证要求", "/basis")
    w.counted(w.p("认证申请", bold=True), chapters, 0)
    items = w.list(("decimalEnclosedCircle", "%1"), number=2)
    w.counted(w.p("申请资料", bold=True), chapters, 1)
    w.item("能源评审报告", f"{APPLY}/documents", items)
    w.item("能源绩效参数清单", f"{APPLY}/documents", items)
    w.counted(w.p("不予受理的情形", bold=True), chapters, 1)
    more = w.list(("decimalEnclosedCircle", "%1"), number=3)
    w.item("一年内发生重大能源事故", f"{APPLY}/refusal_grounds", more)
    w.counted(w.p("审核", bold=True), chapters, 0)
    w.p("可采用远程审核，远程审核比例不超过30%。", "/process/audit/remote/max_share")
    w.counted(w.p("认证证书的暂停", bold=True), chapters, 0)
    w.p("未完成年度节能指标的。", "/certificate/suspension/conditions")
    w.counted(w.p("信息公布", bold=True), chapters, 0)
    w.p("证书状态变化后5日内在机构网站公布。", "/certificate/publication/within_days")
    return w


def bilingual() -> Writer:
    """Each clause in Chinese and below it in English; headings and tables in both."""
    w = Writer()
    w.p("工业机器人性能认证规则", "/title", bold=True, center=True)
    w.p("Certification Rules for the Performance of Industrial Robots", "/title", center=True)
    w.p("规则编号 Rule No.: DEMO-IR-2026", "/rule_number", center=True)
    w.h(1, "1 适用范围 Scope")
    w.p("本规则适用于额定负载不超过500 kg的工业机器人。", "/scope/included")
    w.p("These rules apply to industrial robots with a rated load up to 500 kg.", "/scope/included")
    w.h(1, "2 认证依据 Certification basis")
    w.p("GB/T 12642-2013《工业机器人 性能规范及其试验方法》", "/basis")
    w.h(1, "3 认证模式 Certification mode")
    w.p("型式试验+获证后监督", "/process/modules")
    w.p("Type test and surveillance after certification")
    w.h(1, "4 认证申请 Application")
    w.h(2, "4.1 申请资料 Documents")
    w.p("a) 申请书；", f"{APPLY}/documents")
    w.p("a) Application form;", f"{APPLY}/documents")
    w.h(1, "5 认证证书 Certificate")
    w.p("证书有效期为五年。", "/certificate/validity_months")
    w.p("The certificate is valid for 5 years.")
    w.h(1, "6 收费 Fees")
    w.table(
        [
            ["收费项目 Item", "金额 Amount (CNY)", "单位 Unit"],
            ["申请费 Application fee", "1,000", "单元"],
            ["检验费 Testing fee", "20,000-50,000", "台"],
        ],
        "/fees",
    )
    w.h(1, "7 保密 Confidentiality")
    w.p("机构对技术资料保密。", "/confidentiality")
    w.p("The body keeps technical documents confidential.", "/confidentiality")
    return w


def mystery_service() -> Writer:
    """A form more than a text: what it says stands in tables of names and values."""
    w = Writer()
    w.table(
        [
            ["规则名称", "酒店客房清洁服务认证规则"],
            ["规则编号", "FW-JD-009"],
            ["发布日期", "2026.04.10"],
            ["实施日期", "2026.08.01"],
        ]
    )
    w.expected |= {
        "规则名称 | 酒店客房清洁服务认证规则": "/title",
        "规则编号 | FW-JD-009": "/rule_number",
        "发布日期 | 2026.04.10": "/lifecycle/issued",
        "实施日期 | 2026.08.01": "/lifecycle/effective",
    }
    w.h(1, "1 范围")
    w.p("适用于星级酒店的客房清洁服务。", "/scope/included")
    w.h(1, "2 规范性引用文件")
    w.p("下列文件对于本规则的应用是必不可少的。")
    w.p("GB/T 27400-2020 合格评定 服务认证技术通则", "/basis")
    w.h(1, "3 认证模式")
    w.p("神秘顾客（暗访）的服务特性检验 + 服务管理审核", "/process/modules")
    w.h(1, "4 服务要求")
    w.table(
        [
            ["服务特性", "要求", "测评方法"],
            ["清洁时效", "单间不大于45 min", "暗访"],
            ["布草更换", "一客一换", "暗访"],
        ],
        "/requirements",
    )
    w.h(1, "5 认证流程")
    w.h(2, "5.1 受理")
    w.p("收到完整申请材料后10日内受理。", "/process/application/acceptance_days")
    w.h(1, "6 证书管理")
    w.p("证书有效期：３年", "/certificate/validity_months")
    w.h(1, "7 收费")
    w.p("申请费：免费。", "/fees")
    w.p("审核费：2800元/人日。", "/fees")
    w.h(1, "8 投诉处理")
    w.p("投诉邮箱：complaint@hotel.example", "/complaints_appeals/channels")
    return w


#: What tells a file of WPS: styles with numbers for ids and Chinese names, its own properties.
_WPS_STYLES = {
    "Heading1": ("2", "heading 1"),
    "Heading2": ("3", "heading 2"),
    "Title": ("15", "Title"),
    "Normal": ("1", "Normal"),
    "TableGrid": ("9", "Table Grid"),
}


def as_wps(data: bytes) -> bytes:
    """The file with the ids, names and properties that WPS gives."""

    def styled(xml: str) -> str:
        for old, (new, _name) in _WPS_STYLES.items():
            xml = re.sub(rf'(w:(?:styleId|val)=")({old})"', rf'\g<1>{new}"', xml)
        return xml

    def told(_xml: str) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://'
            'schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>'
            "Normal.dotm</Template><Application>WPS Office_12.1.0.17827_F1E327BC-269C-435d-A152-"
            "05C5408002CA</Application></Properties>"
        )

    return rewritten(
        data,
        change={"word/styles.xml": styled, "word/document.xml": styled, "docProps/app.xml": told},
    )
