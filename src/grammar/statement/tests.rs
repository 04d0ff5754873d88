//! Sentences as printed by 新疆, 上海, 北京, 江苏, 广州, 西安, 深圳 and a central unit, and what they say.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::base::Notes;
use crate::form::Grammars;
use crate::grammar::prose;

/// `no subject[ #code][ measure][ @year] amount[ share][ done][ change rate ±][ / with][ < previous][ of part][ ! reason]`
fn shown(statement: &Statement) -> String {
    let mut shown = format!("{} {}", statement.no, statement.subject.as_deref().unwrap_or("?"));
    let mut add = |mark: &str, text: Option<String>| {
        if let Some(text) = text {
            shown.push_str(&format!(" {mark}{text}"));
        }
    };
    add("#", statement.code.clone());
    add("~", statement.measure.clone());
    add("@", statement.year.map(|year| year.to_string()));
    let unit = statement.unit.map_or("", Unit::name);
    add("", statement.amount.map(|amount| format!("{amount}{unit}")));
    add("share ", statement.share_percent.map(|share| share.to_string()));
    add("of ", statement.share_of.clone());
    add("done ", statement.completion_percent.map(|share| share.to_string()));
    add("", statement.direction.map(|sign| ["-", "=", "+"][usize::try_from(sign + 1).unwrap()].to_owned()));
    add("", statement.change.map(|change| change.to_string()));
    add("%", statement.change_percent.map(|rate| rate.to_string()));
    add("/ ", statement.compared_with.clone());
    add("< ", statement.previous.map(|amount| amount.to_string()));
    add("part of ", statement.part_of.map(|no| no.to_string()));
    add("! ", statement.reason.clone());
    add("in reason", statement.in_reason.then(String::new));
    shown
}

fn check(text: &str, expect: &[&str]) {
    let grammars = Grammars::shipped();
    let flat = crate::flat::from_text(text, &mut Notes::default());
    let sentences = prose::sentences(&flat, &grammars.phrases, |_| false);
    let paths = CodePaths::of(&[], &grammars.codes);
    let speaker = Speaker { issuer: Some("某某局"), fiscal_year: Some(2025) };
    let (words, labels) = (grammars.phrases.sentence(), grammars.phrases.project());
    let passages = grammars.phrases.narrative();
    let reading = Reading { flat: &flat, words, labels, passages, paths: &paths, speaker };
    let statements = super::read(&sentences, &reading, &mut Claims::default());
    assert_eq!(statements.iter().map(shown).collect::<Vec<_>>(), expect, "{text}");
}

#[test]
fn share_change_rate_and_reason_belong_to_the_amount_before_them() {
    check(
        "某某局2025年支出预算2,337.28万元，其中：\n基本支出724.21万元，占30.99%，比上年预算减少9.29万元，下降1.27%，主要原因是厉行节约。\n\
         项目支出1,613.07万元，占69.01%，比上年预算增加0.00万元，增长0.00%，主要原因是与上年一致。\n",
        &[
            "1 支出预算 @2025 2337.28万元",
            "2 基本支出 724.21万元 share 30.99 - 9.29 %1.27 / 上年预算 part of 1 ! 厉行节约",
            "3 项目支出 1613.07万元 share 69.01 = 0.00 %0.00 / 上年预算 part of 1 ! 与上年一致",
        ],
    );
}

#[test]
fn a_second_change_and_one_in_another_unit_leave_the_first() {
    check(
        "培训费3万元，比上年增加1万元，比年初预算增加2万元。\n",
        &["1 培训费 3万元 + 1 / 上年", "2 培训费 + 2 / 年初预算"],
    );
    check("培训费3万元，比上年增加5000元。\n", &["1 培训费 3万元", "2 培训费 + 5000 / 上年"]);
}

#[test]
fn changes_of_parts_are_told_again_by_name() {
    check(
        "“三公”经费合计10万元。其中：公务接待费1万元，公务用车费9万元。公务接待费增加0.50万元，公务用车费减少0.20万元，主要原因是公务接待费增加0.30万元。\n",
        &[
            "1 “三公”经费合计 10万元",
            "2 公务接待费 1万元 + 0.50 part of 1",
            "3 公务用车费 9万元 - 0.20 part of 1 ! 公务接待费增加0.30万元",
            "4 公务接待费 + 0.30 in reason",
        ],
    );
}

#[test]
fn what_is_unchanged_within_a_reason_is_nothing_of_the_amount() {
    check(
        "培训费3万元，主要原因是会议费1万元，与上年持平。\n",
        &["1 培训费 3万元 ! 会议费1万元，与上年持平", "2 会议费 1万元 in reason"],
    );
}

#[test]
fn the_amount_compared_with_may_be_named() {
    check(
        "培训费25.93万元，比上年培训费24.31万元增加1.62万元。\n",
        &["1 培训费 25.93万元 + 1.62 / 上年培训费 < 24.31"],
    );
}

#[test]
fn another_year_before_a_name_is_part_of_it() {
    check(
        "2024年技术合同认定登记机构补助经费12万元，2025年培训费预算3万元。\n",
        &["1 2024年技术合同认定登记机构补助经费 12万元", "2 培训费预算 @2025 3万元"],
    );
}

#[test]
fn parts_of_parts_end_where_their_list_does() {
    check(
        "收入合计10万元，其中：财政拨款8万元（其中：一般公共预算拨款6万元，政府性基金拨款2万元），其他收入2万元。\n",
        &[
            "1 收入合计 10万元",
            "2 财政拨款 8万元 part of 1",
            "3 一般公共预算拨款 6万元 part of 2",
            "4 政府性基金拨款 2万元 part of 2",
            "5 其他收入 2万元 part of 1",
        ],
    );
    check(
        "支出总计10万元，包括：基本支出6万元，其中：人员经费5万元，公用经费1万元；项目支出4万元。\n",
        &[
            "1 支出总计 10万元",
            "2 基本支出 6万元 part of 1",
            "3 人员经费 5万元 part of 2",
            "4 公用经费 1万元 part of 2",
            "5 项目支出 4万元 part of 1",
        ],
    );
}

#[test]
fn a_path_of_names_gives_subject_and_code() {
    check(
        "1、教育支出（类）进修及培训（款）培训支出（项）：2025年预算数为1.70万元，比上年预算减少0.30万元，下降15.00%。\n\
         2.“公共安全支出（类）司法（款）公共法律服务（项）”30.00万元，主要用于公共法律服务。2024年当年预算执行数为15.00万元，2025年预算安排30.00万元，\
         比2024年预算执行数增加100.00%。\n3.一般公共服务支出（201类）人大事务（01款）行政运行（01项）5元。\n4.行政运行（2040201）7元，较上年不可比。\n",
        &[
            "1 培训支出 #2050803 ~预算数 @2025 1.70万元 - 0.30 %15.00 / 上年预算",
            "2 公共法律服务 #2040607 30.00万元",
            "3 公共法律服务 #2040607 ~预算执行数 @2024 15.00万元",
            "4 公共法律服务 #2040607 @2025 30.00万元 + %100.00 / 2024年预算执行数",
            "5 行政运行 #2010101 5元",
            "6 行政运行 #2040201 7元",
        ],
    );
}

#[test]
fn a_sentence_without_a_subject_goes_on_with_the_one_before() {
    check(
        "（1）社会保障支出519.94万元，主要用于养老保险。与上年相比增加13.91万元，增长2.75%。主要原因是人员增加。\n\
         （2）其他收入0万元，与上年预算数相同。\n（3）商业支出5万元。与上年相比增加（减少）0万元，增长（减少）0%。\n",
        &[
            "1 社会保障支出 519.94万元 + 13.91 %2.75 / 上年 ! 人员增加",
            "2 其他收入 0万元 = / 上年预算数",
            "3 商业支出 5万元 = 0 %0 / 上年",
        ],
    );
}

#[test]
fn the_rate_tells_which_amount_changed() {
    check(
        "当年预算收入110.00万元，其中：一般公共预算拨款90.00万元、其他收入20.00万元，较上年增加10.00万元，增长10.00%，增长的主要原因是：一是甲；二是乙。\n",
        &[
            "1 预算收入 110.00万元 + 10.00 %10.00 / 上年 ! 一是甲；二是乙",
            "2 一般公共预算拨款 90.00万元 part of 1",
            "3 其他收入 20.00万元 part of 1",
        ],
    );
}

#[test]
fn brackets_hold_their_own_changes() {
    check(
        "其中：公务用车费9.73万元（公务用车购置费0万元，比上年增加0万元；运行维护费9.73万元，比上年减少0.05万元。）比上年减少0.05万元，下降0.5%；公务接待费4万元，与上年持平。\n",
        &[
            "1 公务用车费 9.73万元 - 0.05 %0.5 / 上年",
            "2 公务用车购置费 0万元 = 0 / 上年",
            "3 运行维护费 9.73万元 - 0.05 / 上年",
            "4 公务接待费 4万元 = / 上年",
        ],
    );
}

#[test]
fn what_a_change_is_measured_against_is_no_amount_of_its_own() {
    check(
        "2025年度收入预算90万元，比2024年年初预算数100万元减少10万元，下降10%。\n年初预算为10万元，支出决算为9万元，完成年初预算的90%。\n",
        &[
            "1 收入预算 @2025 90万元 - 10 %10 / 2024年年初预算数 < 100",
            "2 收入预算 ~年初预算 10万元",
            "3 收入预算 ~支出决算 9万元 done 90",
        ],
    );
}

#[test]
fn the_year_before_is_told_behind_an_amount() {
    check(
        "1.培训费25.93万元，上年:24.31万元，主要用于培训。\n2.会议费40万元，与上年相比增加40万元（去年预算数为0万元，无法计算）。\n",
        &["1 培训费 25.93万元 / 上年 < 24.31", "2 会议费 40万元 + 40 / 上年 < 0"],
    );
}

#[test]
fn an_item_without_an_amount_names_the_amounts_below_it() {
    check(
        "1.教育支出（类）进修及培训（款）培训支出（项）。年初预算为1.00万元，支出决算为0.90万元，完成年初预算的90%。决算数小于预算数的主要原因是节约。\n",
        &["1 培训支出 #2050803 ~年初预算 1.00万元", "2 培训支出 #2050803 ~支出决算 0.90万元 done 90 ! 节约"],
    );
    check(
        "项目绩效自评综述：全年预算数5万元，执行数5万元，完成预算的100%。发现的主要问题及原因：无。\n",
        &["1 项目 ~预算数 5万元", "2 项目 ~执行数 5万元 done 100"],
    );
}

#[test]
fn a_named_change_finds_its_amount_or_stands_alone() {
    check(
        "2025年本单位收入预算65万元。收入较去年增加5万元，上升8.33%。其中：财政拨款收入增加4万元，事业收入减少3万元。\n",
        &["1 收入预算 @2025 65万元 + 5 %8.33 / 去年", "2 财政拨款收入 + 4", "3 事业收入 - 3"],
    );
}

#[test]
fn amounts_within_a_reason_are_marked() {
    check(
        "培训费3万元，比上年增加2万元，主要原因是甲增加1万元，增加乙经费1万元；会议费1万元。\n",
        &[
            "1 培训费 3万元 + 2 / 上年 ! 甲增加1万元，增加乙经费1万元",
            "2 甲 + 1 in reason",
            "3 乙经费 + 1 in reason",
            "4 会议费 1万元",
        ],
    );
}

#[test]
fn headings_and_labels_say_what_an_amount_is_of() {
    check(
        "一、“三公”经费\n1.公务接待费。2025年预算数3.55万元，主要用于接待。\n二、项目\n项目名称：科技创新项目\n预算安排规模：230.00万元\n\
         资金分配情况：安排32万元用于工作站，其中奖学金20万元。\n三、其他\n甲、乙分别为1万元、2万元。\n",
        &[
            "1 公务接待费 ~预算数 @2025 3.55万元",
            "2 科技创新项目 ~预算安排规模 230.00万元",
            "3 工作站 ~资金分配情况 32万元",
            "4 奖学金 20万元 part of 3",
            "5 甲 1万元",
            "6 乙 2万元",
        ],
    );
}

#[test]
fn thresholds_are_no_amounts() {
    check("单价100万元（含）以上设备0台，价值5万元。\n", &["1 单价100万元（含）以上设备 ~价值 5万元"]);
    check("合计 12.50 3.00\n", &[]);
}

#[test]
fn a_reason_ends_with_its_sentence_and_not_with_a_bracket_in_it() {
    check(
        "培训费3万元，比上年增加2万元，主要原因是培训（含外出培训。）增加；会议费1万元（比上年增加1万元，主要原因是会议增加）；公务接待费2万元，与上年持平。\n",
        &[
            "1 培训费 3万元 + 2 / 上年 ! 培训（含外出培训。）增加",
            "2 会议费 1万元 + 1 / 上年 ! 会议增加",
            "3 公务接待费 2万元 = / 上年",
        ],
    );
}

#[test]
fn a_direction_without_a_number_belongs_to_the_amount_before_it_unless_it_names_another() {
    check("培训费3万元，比上年有所减少。\n", &["1 培训费 3万元 - / 上年"]);
    check("培训费3万元，会议费比上年有所减少。\n", &["1 培训费 3万元"]);
}

#[test]
fn a_bracket_behind_an_amount_tells_more_of_it() {
    check(
        "支出合计10万元，比上年减少2万元，其中：基本支出6万元（占60%），项目支出4万元（比上年减少1万元，下降20%）；会议费1万元（与上年持平），培训费2万元（增长5%）。\n",
        &[
            "1 支出合计 10万元 - 2 / 上年",
            "2 基本支出 6万元 share 60 part of 1",
            "3 项目支出 4万元 - 1 %20 / 上年 part of 1",
            "4 会议费 1万元 = / 上年",
            "5 培训费 2万元 + %5",
        ],
    );
}

#[test]
fn parts_in_a_sentence_of_their_own_are_of_the_amount_whose_shares_they_tell() {
    check(
        "财政拨款支出年初预算为1234.56万元，支出决算为1300.00万元，完成年初预算的105.3%。其中：基本支出1000万元，占76.92%，项目支出300万元，占23.08%。\n",
        &[
            "1 财政拨款支出 ~年初预算 1234.56万元",
            "2 财政拨款支出 ~支出决算 1300.00万元 done 105.3",
            "3 基本支出 1000万元 share 76.92 part of 2",
            "4 项目支出 300万元 share 23.08 part of 2",
        ],
    );
    check(
        "收入合计1000万元，支出合计900万元。其中：基本支出600万元，项目支出300万元。\n",
        &[
            "1 收入合计 1000万元",
            "2 支出合计 900万元",
            "3 基本支出 600万元 part of 2",
            "4 项目支出 300万元 part of 2",
        ],
    );
    check(
        "收入合计1000万元，支出合计900万元。其中：财政拨款800万元，占80%，其他收入200万元，占20%。\n",
        &[
            "1 收入合计 1000万元",
            "2 支出合计 900万元",
            "3 财政拨款 800万元 share 80 part of 1",
            "4 其他收入 200万元 share 20 part of 1",
        ],
    );
    check(
        "收入合计1000万元，支出合计900万元。其中：在职人员800万元，离休人员99万元。\n",
        &[
            "1 收入合计 1000万元",
            "2 支出合计 900万元",
            "3 在职人员 800万元 part of 2",
            "4 离休人员 99万元 part of 2",
        ],
    );
}

#[test]
fn parts_that_follow_are_of_the_last_amount_told() {
    check(
        "公务接待费预算为7.00万元，支出决算为5.00万元，完成预算的71.4%。其中：\n外宾接待支出0万元。国内接待支出4.00万元。\n",
        &[
            "1 公务接待费预算 7.00万元",
            "2 公务接待费预算 ~支出决算 5.00万元 done 71.4",
            "3 外宾接待支出 0万元 part of 2",
            "4 国内接待支出 4.00万元 part of 2",
        ],
    );
    check("收、支总计均为12.00万元，比上年各增加2.00万元。\n", &["1 收、支总计 12.00万元 + 2.00 / 上年"]);
}

#[test]
fn parts_are_of_the_amount_that_their_opener_names() {
    check(
        "收入总计90.00万元，支出总计90.00万元。\n收入总计包括：本年收入80.00万元，年初结转10.00万元。\n支出总计包括：本年支出85.00万元，结余分配5.00万元。\n",
        &[
            "1 收入总计 90.00万元",
            "2 支出总计 90.00万元",
            "3 本年收入 80.00万元 part of 1",
            "4 年初结转 10.00万元 part of 1",
            "5 本年支出 85.00万元 part of 2",
            "6 结余分配 5.00万元 part of 2",
        ],
    );
}

#[test]
fn what_a_change_is_measured_against_may_stand_between_both_words_of_a_comparison() {
    check(
        "因公出国（境）费20.00万元。与年初预算30.00万元相比减少10.00万元，下降33.33%。\n",
        &["1 因公出国（境）费 20.00万元 - 10.00 %33.33 / 年初预算 < 30.00"],
    );
}

#[test]
fn what_stands_behind_a_share_is_told_of_the_amount_too() {
    check(
        "项目支出500.00万元（占40%，与上年持平），基本支出750.00万元（占60%，比上年增加3.00万元）。\n",
        &["1 项目支出 500.00万元 share 40 = / 上年", "2 基本支出 750.00万元 share 60 + 3.00 / 上年"],
    );
    check(
        "会议费1.00万元，完成预算的100%，与上年持平；培训费2.00万元，占20%。\n",
        &["1 会议费 1.00万元 done 100 = / 上年", "2 培训费 2.00万元 share 20"],
    );
}

#[test]
fn a_sum_alone_is_of_what_was_named_before_it() {
    check("安排业务工作经费和设备购置经费，合计1,200万元。\n", &["1 业务工作经费和设备购置经费 1200万元"]);
    check(
        "办公费10.00万元，印刷费20.00万元，合计30.00万元。\n",
        &["1 办公费 10.00万元", "2 印刷费 20.00万元", "3 合计 30.00万元"],
    );
}
