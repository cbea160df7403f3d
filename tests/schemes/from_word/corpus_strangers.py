"""Rules written after words and rules of recognition were settled, to be met as strangers are."""

from __future__ import annotations

from tests.schemes.from_word.making import Writer


def toys() -> Writer:
    """Numbers and headings in one; a heading for nearly every sentence."""
    w = Writer()
    w.word.add_paragraph("玩具产品自愿性认证实施细则")
    w.expected["玩具产品自愿性认证实施细则"] = "/title"
    w.p("文件编号：WJ/ZY-08-2026", "/rule_number")
    w.p("批准日期：2026年2月1日  实施日期：2026年3月1日", "/lifecycle/effective")
    w.h(1, "1. 适用的产品范围")
    w.p("本细则适用于供14岁以下儿童使用的电玩具、塑胶玩具和金属玩具。", "/scope/included")
    w.p("童车类产品不在本细则范围内。", "/scope/excluded")
    w.h(1, "2. 认证所依据的标准")
    w.p("GB 6675.1-2014《玩具安全 第1部分：基本规范》", "/basis")
    w.p("GB 19865-2005《电玩具的安全》", "/basis")
    w.h(1, "3. 认证的模式")
    w.p("型式试验+获证后的跟踪检查", "/process/modules")
    w.h(1, "4. 认证的申请")
    w.h(2, "4.1 申请单元划分")
    w.p("原则上按产品材质、结构和使用年龄段划分申请单元。", "/process/units/principle")
    w.h(2, "4.2 申请时需提交的文件")
    w.p("a. 正式申请书", "/process/application/documents")
    w.p("b. 产品照片及说明书", "/process/application/documents")
    w.h(1, "5. 型式试验")
    w.h(2, "5.1 送样")
    w.p("每个单元送样5件。", "/process/sampling/quantity")
    w.h(2, "5.2 试验项目及判定")
    w.table(
        [
            ["项次", "试验项目", "依据标准条款", "判定要求"],
            ["1", "小零件", "GB 6675.2-2014 4.4", "不得脱落"],
            ["2", "表面温度", "GB 19865-2005 9", "≤45 ℃"],
        ],
        "/requirements",
    )
    w.h(2, "5.3 试验时限")
    w.p("型式试验时限为20个工作日，从收到样品之日起计算。", "/process/testing/days")
    w.h(1, "6. 认证结果的评定与批准")
    w.p("试验合格的，由认证机构评定后颁发证书。", "/process/evaluation_decision/criteria")
    w.h(1, "7. 获证后的跟踪检查")
    w.p(
        "获证后的12个月内应进行首次跟踪检查，以后每12个月一次。",
        "/process/surveillance/interval_months",
    )
    w.h(1, "8. 认证证书")
    w.h(2, "8.1 证书的保持")
    w.p("证书有效期为五年，有效性依靠跟踪检查获得保持。", "/certificate/validity_months")
    w.h(2, "8.2 变更的申请")
    w.p("增加同系列产品的，应提出扩展申请。", "/certificate/scope_extension")
    w.h(2, "8.3 认证的暂停")
    w.p("持证人未按要求使用证书和标志的；", "/certificate/suspension/conditions")
    w.h(2, "8.4 认证的撤消")
    w.p("暂停期满未改正的；", "/certificate/revocation/conditions")
    w.h(1, "9. 认证标志的使用")
    w.p("标志应加施在产品本体或最小包装的显著位置。", "/mark/placement")
    w.h(1, "10. 收费")
    w.table(
        [
            ["序号", "收费类别", "收费金额（人民币元）", "收费说明"],
            ["1", "申请费", "500", "每单元"],
            ["2", "审查费", "2500", "每人日"],
            ["3", "型式试验费", "按实收取", ""],
        ],
        "/fees",
    )
    return w


def information_security() -> Writer:
    """A management system with typed numbers for every sentence, and bands in a table."""
    w = Writer()
    w.p("信息安全管理体系认证规则", "/title", center=True)
    w.p("文件编号：ISMS-R-02", "/rule_number")
    w.p("2026-01-10 发布    2026-03-01 实施", "/lifecycle/issued")
    w.p("1 目的和范围")
    w.p("1.1 为规范信息安全管理体系认证活动，制定本规则。")
    w.p("1.2 本规则适用于各类组织信息安全管理体系的认证。", "/scope/included")
    w.p("2 认证依据")
    w.p("GB/T 22080-2016《信息技术 安全技术 信息安全管理体系 要求》", "/basis")
    w.p("3 对认证机构的基本要求")
    w.p("3.1 认证机构应建立公正性管理机制，防范利益冲突。", "/impartiality")
    w.p("4 对认证人员的要求")
    w.p("4.1 审核员应具有信息技术专业背景。", "/resources/personnel")
    w.p("5 初次认证程序")
    w.p("5.1 受理认证申请")
    w.p("5.1.1 申请组织应具备以下条件：")
    w.p("（1）取得法人资格；", "/process/application/eligibility")
    w.p("（2）体系已有效运行三个月以上。", "/process/application/eligibility")
    w.p("5.1.2 申请组织应提交以下材料：")
    w.p("（1）认证申请书；", "/process/application/documents")
    w.p("（2）适用性声明。", "/process/application/documents")
    w.p("5.2 审核策划")
    w.p("5.2.1 审核时间应不少于附录B规定的人日。", "/process/audit/time_table")
    w.p("5.3 实施审核")
    w.p("5.3.1 第一阶段审核应对文件和现场准备进行评价。", "/process/audit/stages")
    w.p("5.3.2 发现严重不符合的，应在3个月内完成纠正。", "/process/nonconformity/classes")
    w.p("5.4 认证决定")
    w.p("5.4.1 审核组推荐且资料完整的，批准认证注册。", "/process/evaluation_decision/criteria")
    w.p("6 监督审核程序")
    w.p(
        "6.1 初次认证后的第一次监督审核应在证书签发日起12个月内进行。",
        "/process/surveillance/first_within_months",
    )
    w.p("7 再认证程序")
    w.p(
        "7.1 认证证书期满前，获证组织申请继续持有证书的，应实施再认证审核。",
        "/process/recertification",
    )
    w.p("8 暂停或撤销认证证书")
    w.p("8.1 暂停证书")
    w.p("（1）体系持续不满足要求的；", "/certificate/suspension/conditions")
    w.p("8.2 撤销证书")
    w.p("（1）被注销或撤销法律地位证明文件的；", "/certificate/revocation/conditions")
    w.p("9 认证证书要求")
    w.p("9.1 证书有效期最长为3年。", "/certificate/validity_months")
    w.p("10 受理申诉")
    w.p("申诉应在60日内处理完毕。", "/complaints_appeals/appeal_days")
    w.p("11 认证记录的管理")
    w.p("认证记录应保存至少6年，记录保存期限72个月。", "/records/retention_months")
    w.table([["有效人数", "审核时间（人日）"], ["1-10", "5"], ["11-15", "6"]])
    return w
