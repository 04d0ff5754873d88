//! Small cards drawn as text, and the whole of what is read from them. The drawings are those of the ruled tables.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::read;
use crate::base::Notes;
use crate::flat::Flat;
use crate::form::Grammars;
use crate::grammar::ruled::raster::Raster;
use crate::grammar::ruled::tests::flat;
use crate::model::{Card, Indicator, Operator};

#[track_caller]
fn check(drawing: &str, expect: &str) {
    check_flat(&flat(drawing), expect);
}

#[track_caller]
fn check_flat(flat: &Flat, expect: &str) {
    let grammars = Grammars::shipped();
    let cards = read(flat, &Raster::all(flat), grammars, &mut Notes::default());
    let got: String = cards.cards.iter().map(print).collect();
    let expect: String = expect.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(got, expect, "got:\n{got}");
}

/// One line for the card, one for each entry, one for each indicator; parts that are not printed are left out.
fn print(card: &Card) -> String {
    let kind = if card.of_department { "department" } else { "project" };
    let mut out = kind.to_owned();
    let texts = [
        ("title", &card.title),
        ("issuer", &card.issuer),
        ("authority", &card.authority),
        ("project", &card.project),
        ("leader", &card.leader),
        ("goal", &card.goal),
        ("term", &card.term_goal),
        ("reached", &card.goal_actual),
    ];
    for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
        out += &format!(" {name}={text}");
    }
    let year = card.year.map(|year| format!(" {year}")).unwrap_or_default();
    let amounts = [
        ("total", card.budget_total),
        ("fiscal", card.budget_fiscal),
        ("other", card.budget_other),
        ("initial", card.budget_initial),
        ("executed", card.executed),
    ];
    out += &year;
    for (name, amount) in amounts.into_iter().filter_map(|(name, amount)| Some((name, amount?))) {
        out += &format!(" {name}={amount}");
    }
    out += &card.unit.map(|unit| format!(" {}", unit.name())).unwrap_or_default();
    out.push('\n');
    for entry in &card.entries {
        out += &format!("- {}: {}\n", entry.label, entry.text);
    }
    card.indicators.iter().fold(out, |out, indicator| out + &print_indicator(indicator) + "\n")
}

fn print_indicator(indicator: &Indicator) -> String {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let levels = [&indicator.level1, &indicator.level2, &indicator.level3].map(or_dash).join("/");
    let operator = match indicator.operator {
        Some(Operator::AtLeast) => ">=",
        Some(Operator::AtMost) => "<=",
        Some(Operator::Equal) => "=",
        Some(Operator::More) => ">",
        Some(Operator::Less) => "<",
        None => "",
    };
    let target = match indicator.target {
        Some(number) => {
            format!("{operator}{number}{}", indicator.target_unit.as_deref().unwrap_or_default())
        }
        None => format!("“{}”", or_dash(&indicator.target_text)),
    };
    let mut out = format!("{levels} {target}");
    let points = [("weight", indicator.weight), ("score", indicator.score)];
    for (name, points) in points.into_iter().filter_map(|(name, points)| Some((name, points?))) {
        out += &format!(" {name}={points}");
    }
    let texts = [
        ("basis", &indicator.basis),
        ("previous", &indicator.previous),
        ("scoring", &indicator.scoring),
        ("evidence", &indicator.evidence),
        ("activity", &indicator.activity),
        ("term", &indicator.term_target),
        ("explanation", &indicator.explanation),
        ("actual", &indicator.actual),
        ("deviation", &indicator.deviation),
        ("remark", &indicator.remark),
    ];
    for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
        out += &format!(" {name}={text}");
    }
    out
}

#[test]
fn a_card_a_page_is_head_and_list() {
    check(
        "福利院修缮项目绩效目标表
         （2026年度）
         |项目名称|福利院修缮|<|<|<|
         |主管部门|某市民政局|实施单位|某市福利院|<|
         |项目资金（万元）|年度资金总额：|<|120.50|<|
         |^|其中：财政拨款|<|100.50|<|
         |^|其他资金|<|20.00|<|
         |年度目标|完成修缮，|<|<|<|
         |^|改善条件。|<|<|<|
         |绩效指标|一级指标|二级指标|三级指标|指标值|
         |^|产出指标|数量指标|修缮面积|≥800平方米|
         |^|^|^|更换床位|20张|
         |^|^|时效指标|完成时间|2026年11月30日前|
         |^|满意度指标|服务对象满意度指标|老人满意度|不低于95%|
         |备注|无|<|<|<|",
        "project title=福利院修缮项目绩效目标表 issuer=某市福利院 authority=某市民政局 project=福利院修缮 goal=完成修缮，改善条件。 2026 total=120.50 fiscal=100.50 other=20.00 万元
         - 年度资金总额：: 120.50
         - 其中：财政拨款: 100.50
         - 其他资金: 20.00
         - 备注: 无
         产出指标/数量指标/修缮面积 >=800平方米
         产出指标/数量指标/更换床位 20张
         产出指标/时效指标/完成时间 “2026年11月30日前”
         满意度指标/服务对象满意度指标/老人满意度 >=95%",
    );
}

#[test]
fn a_card_goes_on_over_the_page_and_its_merged_labels_with_it() {
    check(
        "部门整体支出绩效目标表
         |部门名称|某市应急局|<|<|<|
         |年度总体目标|保障安全。|<|<|<|
         |绩效指标|一级指标|二级指标|指标内容|指标值|
         |^|  |数量指标|演练|2次|
         |^|^|^|检查|≥80%|
         |^|^|  |合格率|≥98%|
         =
         |  |产出指标|质量指标|达标率|100%|
         |^|^|时效指标|完成率|100%|",
        "department title=部门整体支出绩效目标表 issuer=某市应急局 goal=保障安全。
         产出指标/数量指标/演练 2次
         产出指标/数量指标/检查 >=80%
         产出指标/质量指标/合格率 >=98%
         产出指标/质量指标/达标率 100%
         产出指标/时效指标/完成率 100%",
    );
}

#[test]
fn a_goal_goes_on_over_the_page_beside_its_blank_label() {
    check(
        "项目支出绩效目标表
         |项目名称|甲项目|<|<|<|
         |总体目标|完成修缮，|<|<|<|
         =
         |  |改善条件。|<|<|<|
         |绩效指标|一级指标|二级指标|三级指标|指标值|
         |^|产出指标|数量指标|报告|≥5份|",
        "project title=项目支出绩效目标表 project=甲项目 goal=完成修缮，改善条件。
         产出指标/数量指标/报告 >=5份",
    );
}

#[test]
fn a_list_goes_on_below_its_repeated_title() {
    check(
        "项目支出绩效目标表
         |项目名称|甲项目|<|<|<|
         |总体目标|做好甲。|<|<|<|
         |  |一级指标|二级指标|三级指标|指标值|
         |绩效指标|产出指标|数量指标|报告|≥5份|
         =
         项目支出绩效目标表
         |绩效指标|产出指标|质量指标|合格|100%|
         =
         项目支出绩效目标表
         |项目名称|乙项目|<|<|<|
         |总体目标|做好乙。|<|<|<|
         |  |一级指标|二级指标|三级指标|指标值|
         |绩效指标|产出指标|数量指标|检查|≥2次|",
        "project title=项目支出绩效目标表 project=甲项目 goal=做好甲。
         产出指标/数量指标/报告 >=5份
         产出指标/质量指标/合格 100%
         project title=项目支出绩效目标表 project=乙项目 goal=做好乙。
         产出指标/数量指标/检查 >=2次",
    );
}

#[test]
fn a_list_goes_on_where_a_blank_label_leaves_no_trace() {
    let mut flat = flat(
        "部门整体支出绩效目标表
         |部门名称|某市应急局|<|<|<|
         |绩效指标|一级指标|二级指标|三级指标|指标值|
         |^|产出指标|数量指标|演练|≥2次|
         =
         |效益指标|社会效益指标|知晓率|≥90%|",
    );
    // A table without rules at its sides: below the edge of the page the column of the label is not ruled at all.
    let rest = &mut flat.grids[1];
    rest.xs.iter_mut().for_each(|x| *x += 5_000);
    (rest.rect.x0, rest.rect.x1) = (5_000, 25_000);
    check_flat(
        &flat,
        "department title=部门整体支出绩效目标表 issuer=某市应急局
         产出指标/数量指标/演练 >=2次
         效益指标/社会效益指标/知晓率 >=90%",
    );
}

#[test]
fn a_short_title_takes_its_upper_half_but_no_sentence_or_heading() {
    let card = "|项目名称|甲项目|<|<|
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|报告|≥5份|";
    let of = |above: &str, title: &str| {
        let read = format!("project title={title} project=甲项目\n产出指标/数量指标/报告 >=5份");
        check(&format!("{above}\n项目绩效目标表\n{card}"), &read);
    };
    of("某市教育局2026年度部门预算", "某市教育局2026年度部门预算项目绩效目标表");
    of("本部门无国有资本经营预算安排的支出。\n=", "项目绩效目标表");
    of("本部门无国有资本经营预算安排的支出。", "项目绩效目标表");
    of("六、预算绩效情况", "项目绩效目标表");
    of("某市教育局2026年度部门预算\n=", "项目绩效目标表");
}

#[test]
fn a_block_of_money_may_be_named_before_its_first_label() {
    check(
        "部门（单位）整体绩效目标表
         |部门（单位）名称|<|某市水务局|<|
         |年度履职目标|<|保障供水。|<|
         |年度主要任务|任务名称|主要内容|<|
         |^|供水保障|维护管网。|<|
         |预算情况|部门预算总额（万元）|<|150.00|
         |^|1、资金来源：（1）政府预算资金|<|120.00|
         |^|（2）财政专户管理资金|<| |
         |^|（3）单位资金|<|30.00|
         |^|2、资金结构：（1）基本支出|<|90.00|
         |^|（2）项目支出|<|60.00|
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|管网长度|≥20公里|",
        "department title=部门（单位）整体绩效目标表 issuer=某市水务局 goal=保障供水。 total=150.00 fiscal=120.00 other=30.00 万元
         - 年度主要任务: 供水保障
         - 供水保障: 维护管网。
         - 部门预算总额（万元）: 150.00
         - 1、资金来源：（1）政府预算资金: 120.00
         - （3）单位资金: 30.00
         - 2、资金结构：（1）基本支出: 90.00
         - （2）项目支出: 60.00
         产出指标/数量指标/管网长度 >=20公里",
    );
}

#[test]
fn a_flat_list_holds_many_cards() {
    check(
        "项目支出绩效目标表
         单位：万元
         |项目名称|项目总额|其中：|<|绩效目标|一级指标|二级指标|三级指标|绩效指标性质|本年绩效指标值|绩效度量单位|
         |^|^|财政资金|其他资金|^|^|^|^|^|^|^|
         |合计|30.50|30.50| | | | | | | | |
         |甲项目|10.50|10.50| |做好甲。|产出指标|数量指标|报告|≥|5|份|
         | | | | | |产出指标|质量指标|合格|定性|优| |
         |乙项目|20.00|20.00| |做好乙。|成本指标|经济成本指标|成本|≤|20|万元|",
        "project title=项目支出绩效目标表 project=甲项目 goal=做好甲。 total=10.50 fiscal=10.50 万元
         - 项目总额: 10.50
         - 财政资金: 10.50
         产出指标/数量指标/报告 >=5份
         产出指标/质量指标/合格 “优”
         project title=项目支出绩效目标表 project=乙项目 goal=做好乙。 total=20.00 fiscal=20.00 万元
         - 项目总额: 20.00
         - 财政资金: 20.00
         成本指标/经济成本指标/成本 <=20万元",
    );
}

#[test]
fn a_card_cut_by_the_page_begins_before_its_name() {
    check(
        "项目支出绩效目标表
         单位：万元
         |项目名称|项目总额|绩效目标|一级指标|二级指标|三级指标|绩效指标性质|本年绩效指标值|绩效度量单位|
         |甲项目|10.50|做好甲。|产出指标|数量指标|报告|≥|5|份|
         |^|^|^|产出指标|质量指标|合格|=|100|%|
         | | | |成本指标|经济成本指标|成本|≤|20|万元|
         |^|^|^|成本指标|经济成本指标|尾款|≤|3|万元|
         =
         |乙项目|23.00|做好乙。|产出指标|数量指标|检查|≥|50|家|
         |^|^|^|满意度指标|服务对象满意度指标|单位满意|≥|90|%|",
        "project title=项目支出绩效目标表 project=甲项目 goal=做好甲。 total=10.50 万元
         - 项目总额: 10.50
         产出指标/数量指标/报告 >=5份
         产出指标/质量指标/合格 =100%
         project title=项目支出绩效目标表 project=乙项目 goal=做好乙。 total=23.00 万元
         - 项目总额: 23.00
         成本指标/经济成本指标/成本 <=20万元
         成本指标/经济成本指标/尾款 <=3万元
         产出指标/数量指标/检查 >=50家
         满意度指标/服务对象满意度指标/单位满意 >=90%",
    );
}

#[test]
fn a_self_evaluation_has_target_actual_and_score() {
    check(
        "某项目绩效自评表
         （2022年度）
         |项目名称|某项目|<|<|<|<|<|<|
         |项目资金（万元）| |年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率|得分|
         |^|年度资金总额|240|229.19|229.00|10|99.92%|9.99|
         |年度总体目标完成情况|预期目标（年初设定）|<|<|实际完成情况|<|<|<|
         |^|控制密度。|<|<|已控制。|<|<|<|
         |绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|
         |^|产出指标（50分）|数量指标|覆盖区县|16个|15个|12.5|11|
         |总分|<|<|<|<|<|100|98.5|",
        "project title=某项目绩效自评表 project=某项目 goal=控制密度。 reached=已控制。 2022 total=229.19 initial=240 executed=229.00 万元
         - 年度资金总额/年初预算数: 240
         - 年度资金总额/全年预算数（A）: 229.19
         - 年度资金总额/全年执行数（B）: 229.00
         - 年度资金总额/分值: 10
         - 年度资金总额: 99.92%
         - 年度资金总额/得分: 9.99
         - 总分: 100
         - 总分: 98.5
         产出指标（50分）/数量指标/覆盖区县 16个 weight=12.5 score=11 actual=15个",
    );
}

#[test]
fn a_cell_may_hold_a_whole_list() {
    check(
        "项目支出绩效目标表
         |项目名称（资金使用单位）|总计：|财政拨款|绩效目标|绩效指标|
         |合计：|9.00|9.00| | |
         |某项目|9.00|9.00|提高水平。|1.1－产出指标，11－数量指标，人数；实施周期指标值：≦核定人数，年度指标值：≦核定人数；2、2－效益指标，22－社会效益，办结率；实施周期指标值：≥90%，年度指标值：≥90%;|",
        "project title=项目支出绩效目标表 project=某项目 goal=提高水平。 total=9.00 fiscal=9.00
         - 总计：: 9.00
         - 财政拨款: 9.00
         产出指标/数量指标/人数 “≦核定人数” term=≦核定人数
         效益指标/社会效益/办结率 >=90% term=≥90%",
    );
}

#[test]
fn labels_stand_side_by_side_and_fiscal_money_in_parts() {
    check(
        "项目支出绩效目标表
         （2025年）
         |预算单位|<|某州科学技术局|<|<|<|<|<|<|
         |项目名称|<|创新创业大赛|<|<|项目负责人|<|张三|<|
         |项目资金(万元)|<|年度预算总额|15.00|其中：财政拨款|<|15.00|其他资金|0.00|
         |项目总体目标|<|举办大赛。|<|<|<|<|<|<|
         |一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|指标赋分规则|佐证资料|
         |产出指标|数量指标|组织企业参赛|＞=40家|计划标准|-|5|按照完成比例赋分|工作资料|
         |^|时效指标|完成时限|2025年11月30日前|计划标准|-|3|直接赋分|工作资料|",
        "project title=项目支出绩效目标表 issuer=某州科学技术局 project=创新创业大赛 leader=张三 goal=举办大赛。 2025 total=15.00 fiscal=15.00 other=0.00 万元
         - 年度预算总额: 15.00
         - 其中：财政拨款: 15.00
         - 其他资金: 0.00
         产出指标/数量指标/组织企业参赛 >=40家 weight=5 basis=计划标准 previous=- scoring=按照完成比例赋分 evidence=工作资料
         产出指标/时效指标/完成时限 “2025年11月30日前” weight=3 basis=计划标准 previous=- scoring=直接赋分 evidence=工作资料",
    );
    check(
        "部门整体绩效目标表
         |部门名称（盖章）|<|某州科学技术局|<|<|<|
         |部门联系人|<|张三|<|联系电话|123456|
         |年度绩效目标|<|推动创新。|<|<|<|
         |年度预算(万元)|资金来源|<|<|资金总额（万元）|<|
         |^|财政资金（万元）|<|上级安排|132.22|<|
         |^|^|^|本级安排|2,146.21|<|
         |^|其他资金（万元）|<|其他|58.85|<|
         |一级指标|二级指标|三级指标|指标值|指标设定依据|分值权重|
         |履职效能|数量指标|培育企业|＞=30家|《办法》|20|",
        "department title=部门整体绩效目标表 issuer=某州科学技术局 leader=张三 goal=推动创新。 fiscal=2278.43 other=58.85 万元
         - 上级安排/资金总额（万元）: 132.22
         - 本级安排/资金总额（万元）: 2,146.21
         - 其他/资金总额（万元）: 58.85
         履职效能/数量指标/培育企业 >=30家 weight=20 basis=《办法》",
    );
}

#[test]
fn money_of_the_year_counts_before_that_of_the_whole_project() {
    check(
        "专项资金总体绩效目标表
         |项目名称|<|人才项目|<|<|
         |资金金额（万元）|实施期资金总额：|1500|年度资金总额：|500.00|
         |^|其中：财政拨款|1200|其中：财政拨款|400.00|
         |^|其他资金|300|其他资金|100.00|
         |一级指标|二级指标|三级指标|指标值|备注|
         |产出指标|数量指标|引进人才|100人| |",
        "project title=专项资金总体绩效目标表 project=人才项目 total=500.00 fiscal=400.00 other=100.00 万元
         - 实施期资金总额：: 1500
         - 年度资金总额：: 500.00
         - 其中：财政拨款: 1200
         - 其中：财政拨款: 400.00
         - 其他资金: 300
         - 其他资金: 100.00
         产出指标/数量指标/引进人才 100人",
    );
}

#[test]
fn a_list_may_have_one_level_only() {
    check(
        "2026年市级重点专项资金绩效目标表
         |专项资金名称|困难群众救助|<|业务主管部门|某市民政局|
         |当年预算（万元）|300|<|<|<|
         |项目当年绩效目标|救助困难群众。|<|<|<|
         |绩效指标|指标名称|指标权重|指标性质|指标值|
         |^|救助人数（人）|20|≥|3000|
         |^|群众满意度（%）|10|≥|90|",
        "project title=2026年市级重点专项资金绩效目标表 issuer=某市民政局 authority=某市民政局 project=困难群众救助 goal=救助困难群众。 2026 total=300 万元
         - 当年预算（万元）: 300
         -/-/救助人数（人） >=3000 weight=20
         -/-/群众满意度（%） >=90 weight=10",
    );
}

#[test]
fn a_self_evaluation_may_print_stages_of_money_and_words_below() {
    check(
        "部门预算项目支出绩效自评表（2023年度）
         |项目名称|工资性支出|<|<|<|<|<|<|<|<|
         |主管部门|某县发展和改革局|<|<|实施单位|某局本级|<|<|<|<|
         |项目基本情况|1.项目年度目标完成情况|项目年度目标|<|<|年度目标完成情况|<|<|<|<|
         |^|^|按时发放。|<|<|已发放。|<|<|<|<|
         |预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分|原因|<|
         |^|总额|238.93|251.89|251.00|99.65%|10|9.97| |<|
         |^|其中：财政资金|238.93|251.89|251.00|99.65%|/|/| |<|
         |绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|
         |^|产出指标|数量指标|发放覆盖率|＝|100|%|98|60|58.8|
         |合计|<|<|<|<|<|<|<|100|68.77|
         |评价结论|及时足额发放。|<|<|<|<|<|<|<|<|",
        "project title=部门预算项目支出绩效自评表（2023年度） issuer=某局本级 authority=某县发展和改革局 project=工资性支出 goal=按时发放。 reached=已发放。 2023 total=251.89 fiscal=251.89 initial=238.93 executed=251.00 万元
         - 总额/年初预算: 238.93
         - 总额/调整后预算数: 251.89
         - 总额/预算执行数: 251.00
         - 总额: 99.65%
         - 总额/权重: 10
         - 总额/得分: 9.97
         - 其中：财政资金/年初预算: 238.93
         - 其中：财政资金/调整后预算数: 251.89
         - 其中：财政资金/预算执行数: 251.00
         - 其中：财政资金: 99.65%
         - 合计: 100
         - 合计: 68.77
         - 评价结论: 及时足额发放。
         产出指标/数量指标/发放覆盖率 =100% weight=60 score=58.8 actual=98",
    );
    check(
        "部门整体支出绩效评价自评表
         |序号|一级指标|二级指标|三级指标|指标分值|指标解释|指标说明及评分标准|自评得分|
         |1|规划（15分）|基础信息（3分）|完整性|3|信息是否完整。|完整得3分。|3|
         |2|^|工作计划（6分）|明确性|6|计划是否明确。|明确得6分。|5|",
        "department title=部门整体支出绩效评价自评表
         规划（15分）/基础信息（3分）/完整性 “-” weight=3 score=3 scoring=完整得3分。 explanation=信息是否完整。 remark=序号：1
         规划（15分）/工作计划（6分）/明确性 “-” weight=6 score=5 scoring=明确得6分。 explanation=计划是否明确。 remark=序号：2",
    );
}

#[test]
fn labels_may_stand_in_one_cell_with_their_values() {
    check(
        "项目绩效目标申报表
         |项目名称：河道清理|<|主管部门：某县水利局|<|
         |年度资金总额（万元）：88.00|<|其中：财政拨款：80.00|<|
         |总体目标|实施期目标|年度目标|<|
         |^|三年清理全部河道。|清理一半。|<|
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|清理长度|≥20公里|",
        "project title=项目绩效目标申报表 issuer=某县水利局 authority=某县水利局 project=河道清理 goal=清理一半。 term=三年清理全部河道。 total=88.00 fiscal=80.00 万元
         - 年度资金总额（万元）: 年度资金总额（万元）：88.00
         - 其中：财政拨款: 其中：财政拨款：80.00
         产出指标/数量指标/清理长度 >=20公里",
    );
}

#[test]
fn one_such_word_makes_no_card() {
    check(
        "项目支出表
         |项目名称|总计|绩效目标|
         |某项目|9.00|提高水平。|",
        "",
    );
    check(
        "指导性目录
         |一级|二级|三级|预算金额|
         |服务|维护|网络|3.78|",
        "",
    );
}

#[test]
fn a_table_of_projects_above_a_titled_list_is_no_head() {
    check(
        "项目支出表
         |项目名称|科目编码|合计|
         |甲项目|2010101|5.00|
         部门整体支出绩效目标表
         |单位名称|资金总额|整体绩效目标|一级指标|二级指标|三级指标|指标值|
         |某市审计局|9.00|做好审计。|产出指标|数量指标|报告|≥5份|",
        "department title=部门整体支出绩效目标表 issuer=某市审计局 goal=做好审计。 total=9.00
         - 资金总额: 9.00
         产出指标/数量指标/报告 >=5份",
    );
}

#[test]
fn a_title_and_its_year_may_stand_inside_the_frame() {
    check(
        "|项目支出绩效目标表（2026年度）|<|<|<|
         |项目名称|甲项目|<|<|
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|培训|2次|",
        "project title=项目支出绩效目标表（2026年度） project=甲项目 2026
         产出指标/数量指标/培训 2次",
    );
}

#[test]
fn another_title_is_another_card_and_a_table_ends_one() {
    let card = "甲项目绩效目标表
         |项目名称|甲项目|<|<|
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|培训|2次|";
    let read = "project title=甲项目绩效目标表 project=甲项目
         产出指标/数量指标/培训 2次";
    check(
        &format!(
            "{card}
         =
         乙项目绩效目标表
         |一级指标|二级指标|三级指标|指标值|
         |产出指标|数量指标|检查|3次|"
        ),
        &format!(
            "{read}
         project title=乙项目绩效目标表
         产出指标/数量指标/检查 3次"
        ),
    );
    check(
        &format!(
            "{card}
         收支总表
         |项目|预算数|
         |收入总计|3.00|
         =
         |产出指标|数量指标|检查|3次|"
        ),
        read,
    );
}
