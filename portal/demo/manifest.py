"""The demonstration's schemes and where each of them stands."""

from __future__ import annotations

from portal.demo.plans import (
    AnswerPlan,
    HandOverPlan,
    JointPlan,
    Plan,
    RemarkPlan,
    SchemePlan,
)

_CLEAR = "规则文本完整，认证依据现行有效，未发现与法律法规及国家统一推行的认证制度相冲突的内容。"

PLANS: tuple[SchemePlan, ...] = (
    SchemePlan(
        "product-air-cleaner.json",
        Plan.RECEIVED,
        given={
            "fast_lane": "new_standard",
            "fast_lane_reason": "新修订的强制性安全标准将于明年年初实施，"
            "本规则须在实施前生效，以便企业完成换证。",
        },
    ),
    SchemePlan("ms-traceability.json", Plan.RECEIVED),
    SchemePlan("service-elderly-institution.json", Plan.RECEIVED),
    SchemePlan(
        "product-robot-reducer.json",
        Plan.AMENDED,
        reasons=_CLEAR,
    ),
    SchemePlan(
        "product-kitchenware-corrosion.json",
        Plan.NO_OBJECTION,
        reasons=_CLEAR,
        joint=JointPlan(
            "示例金属厨具认证联盟",
            "Demonstration Metal Kitchenware Certification Alliance",
            ("CNCA-RF-2099-5", "CNCA-R-2099-104"),
            30,
            "本机构集中力量办理数字信任类认证，不再开展金属厨具认证；本机构未依据本规则颁发证书。",
        ),
    ),
    SchemePlan("product-reducing-valve-batch.json", Plan.COMPLETE_DRAFT, issued="2026-11-16"),
    SchemePlan(
        "product-knitted-garments.json",
        Plan.ANSWERED,
        issued="2026-10-08",
        remarks=(
            RemarkPlan(
                "/process/surveillance/sampling_rule",
                "must",
                "监督频次的起算日不明确。请写明首次监督自证书签发之日起计算。",
                satisfied_by="监督抽样规则写明首次监督的起算日。",
                answer="已写明首次监督的起算日。",
                begun_with="首次监督自证书签发之日起计算。",
            ),
            RemarkPlan(
                "/fees",
                "should",
                "请说明联盟内不同认证机构的收费是否一致；不一致的，应分别公布。",
                "fee_issue",
                answer="联盟内各认证机构执行同一收费标准，不存在差异，因此未作修改。",
            ),
        ),
        reasons="规则总体完整，但监督安排和收费公开两处表述不清，需要补正后重新提交。",
    ),
    SchemePlan(
        "product-traceable-vegetable-oil.json",
        Plan.DEREGISTERED,
        reasons=_CLEAR,
        reasons_of_end="本机构调整食品认证业务，不再受理本规则的新申请；本规则下已无有效证书。",
    ),
    SchemePlan("product-childrens-furniture.json", Plan.UNDER_REVIEW, issued="2026-10-26"),
    SchemePlan("product-biodegradable-bags.json", Plan.ENTERED, reasons=_CLEAR),
    SchemePlan("product-smart-lock.json", Plan.NO_OBJECTION, reasons=_CLEAR),
    SchemePlan(
        "product-power-bank-labelling.json",
        Plan.NO_OBJECTION,
        reasons=_CLEAR,
        expires="2026-10-31",
        answers=(
            AnswerPlan(
                "SCH-016",
                "/scope/ccc_overlap/in_ccc_catalogue",
                "移动电源列入强制性产品认证目录。本规则只评价容量与能量标识的真实性，不采用强制性产品认证所用"
                "标准，申请认证的产品须先取得有效的强制性产品认证证书，不会使公众误认为可以替代强制性产品认证。",
                "Power banks are in the catalogue of compulsory certification. This rule assesses "
                "only whether capacity and energy are labelled truthfully; it uses none of the "
                "standards of compulsory certification, and a product must hold a valid compulsory "
                "certificate first.",
            ),
        ),
    ),
    SchemePlan(
        "product-transport-card-reader.json",
        Plan.NO_OBJECTION,
        reasons=_CLEAR,
        issued="2026-07-20",
        goes_over=HandOverPlan(
            "CNCA-R-2099-104",
            18,
            "assignment",
            "双方于2026年8月5日签订业务转让协议：示例数字信任认证（北京）有限公司将交通一卡通受理终端"
            "认证业务整体转让给示例消费品认证（杭州）有限公司。转让前受理的申请由受让方继续办理，"
            "认证要求不变。",
            "转让协议和双方决议齐全，受让方具有该领域的批准，同意变更。",
        ),
    ),
    SchemePlan("service-home-care.json", Plan.APPLIED, reasons=_CLEAR),
    SchemePlan("service-lodging-hygiene.json", Plan.NO_OBJECTION, reasons=_CLEAR, pilot_days=45),
    SchemePlan("service-after-sales.json", Plan.PROPOSED, reasons=_CLEAR, issued="2026-11-09"),
    SchemePlan(
        "service-appliance-repair.json",
        Plan.ENDED_UNDER_REVIEW,
        reasons_of_end="本机构决定将家电维修与售后服务合并为一项认证，以新规则另行备案；本规则未颁发证书。",
    ),
    SchemePlan("service-maternal-infant.json", Plan.SIGNED),
    SchemePlan(
        "service-lab-data.json",
        Plan.CORRECTION_REQUESTED,
        remarks=(
            RemarkPlan(
                "/certificate/suspension/conditions",
                "must",
                "暂停条件未覆盖“拒绝接受监督”的情形，请补充或说明理由。",
            ),
            RemarkPlan(
                "/purpose/related_schemes",
                "question",
                "请说明与检验检测机构资质认定之间的关系，避免公众误认为本认证可以替代资质认定。",
                "licence_conflict",
            ),
        ),
        reasons="存在可能与行政许可混淆的表述，且暂停条件不完整，请在三十日内补正。",
    ),
    SchemePlan(
        "ms-heat-treatment-quality.json",
        Plan.PROMISE_KEPT,
        reasons=_CLEAR,
        given={"track": "commitment"},
    ),
    SchemePlan(
        "ms-park-environment.json",
        Plan.RECEIVED,
        issued="2026-10-15",
        given={"track": "commitment"},
    ),
    SchemePlan(
        "ms-supply-chain-data.json",
        Plan.GAPS,
        without=(
            "certificate",
            "fees",
            "mark",
            "records",
            "risk",
            "validation",
            "complaints_appeals",
            "disclosure",
            "annexes",
        ),
    ),
    SchemePlan("ms-it-continuity.json", Plan.APPROVED, reasons=_CLEAR),
)
