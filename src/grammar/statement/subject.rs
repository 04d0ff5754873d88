//! The words before an amount → what it is of, what is measured of it, and the year printed with it.

use crate::form::SentenceWords;
use crate::grammar::prose::unnumbered;

/// What the words before an amount say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Subject {
    pub(super) name: Option<String>,
    pub(super) measure: Option<String>,
    pub(super) year: Option<u16>,
}

/// Who speaks, and of which year.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grammar) struct Speaker<'a> {
    /// Its name stands before the names of amounts.
    pub(in crate::grammar) issuer: Option<&'a str>,
    /// Other years are part of a name.
    pub(in crate::grammar) fiscal_year: Option<u16>,
}

/// Reads the clauses from the last to the first until one names something.
pub(super) fn read(lead: &str, words: &SentenceWords, speaker: Speaker<'_>) -> Subject {
    let mut subject = Subject::default();
    let mut sum = None;
    for clause in clauses(lead).into_iter().rev() {
        let (name, measure, year) = of_clause(clause, words, speaker);
        if subject.name.is_some() {
            // `2025年，某某局收入预算`: a year alone before the name is the year of the amount.
            subject.year = subject.year.or(year.filter(|_| name.is_empty() && measure.is_empty()));
            break;
        }
        subject.year = subject.year.or(year);
        if subject.measure.is_none() && !measure.is_empty() {
            subject.measure = Some(measure.to_owned());
        }
        if name.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
            break;
        }
        if words.sums(name) {
            // `办公费和培训费，合计30万元` is of what stands before; where nothing does, of a sum.
            sum = sum.or(Some(name.to_owned()));
            continue;
        }
        subject.name = (!name.is_empty()).then(|| name.to_owned());
    }
    subject.name = subject.name.or(sum);
    subject
}

/// Names with more digits are rows of a table that has lost its lines.
const MOST_DIGITS: usize = 9;

/// The name in one clause; empty where there is none.
pub(in crate::grammar) fn name<'t>(clause: &'t str, words: &SentenceWords, speaker: Speaker<'_>) -> &'t str {
    of_clause(clause, words, speaker).0
}

fn of_clause<'t>(
    clause: &'t str,
    words: &SentenceWords,
    speaker: Speaker<'_>,
) -> (&'t str, &'t str, Option<u16>) {
    let clause = words.after_reason(unnumbered(words.trimmed(unnumbered(clause))));
    let clause = without_quantity(clause, words);
    match year(clause) {
        Some((before, year, after)) => {
            let (name, measure) = plain_name(after, words, speaker);
            if !name.is_empty()
                && measure.is_empty()
                && speaker.fiscal_year.is_some_and(|fiscal| fiscal != year)
            {
                // 2024年技术合同认定登记机构补助经费 is the name of a project of 2025.
                return (plain_name(clause, words, speaker).0, "", None);
            }
            if name.is_empty() {
                let (name, own) = plain_name(before, words, speaker);
                (name, if measure.is_empty() { own } else { measure }, Some(year))
            } else {
                (name, measure, Some(year))
            }
        }
        None => {
            let (name, measure) = plain_name(clause, words, speaker);
            (name, measure, None)
        }
    }
}

fn plain_name<'t>(clause: &'t str, words: &SentenceWords, speaker: Speaker<'_>) -> (&'t str, &'t str) {
    let (name, measure) = words.name_and_measure(clause);
    let unsaid = speaker.issuer.and_then(|issuer| name.strip_prefix(issuer)).unwrap_or(name);
    let unsaid = words.without_self(unsaid);
    if unsaid.len() < name.len() {
        // 某某局预算 names 预算, as nothing else is left of it.
        let (rest, own) = words.name_and_measure(unsaid);
        return if rest.is_empty() && !unsaid.is_empty() {
            (own, measure)
        } else {
            (unquoted(rest), measure)
        };
    }
    (unquoted(unsaid), measure)
}

/// `“一般公共服务支出”科目` names what is quoted; `“三公”经费` does not.
fn unquoted(name: &str) -> &str {
    let quoted = name.strip_prefix('“').and_then(|rest| rest.split_once('”'));
    match quoted {
        Some((inner, "" | "科目" | "项目" | "类" | "支出科目")) => inner,
        _ => name,
    }
}

/// The last year of a clause, with what stands before and after it.
fn year(clause: &str) -> Option<(&str, u16, &str)> {
    let (at, _) = clause.match_indices('年').rfind(|(at, _)| year_before(clause, *at).is_some())?;
    let year = year_before(clause, at)?;
    let after = clause.get(at + '年'.len_utf8()..)?;
    let after = after.strip_prefix(['度', '初', '底']).unwrap_or(after);
    Some((clause.get(..at - 4)?, year, after))
}

fn year_before(clause: &str, at: usize) -> Option<u16> {
    let digits = clause.get(at.checked_sub(4)?..at)?;
    let longer = clause.get(..at - 4)?.ends_with(|c: char| c.is_ascii_digit());
    let year = digits.parse().ok().filter(|year| (1990..2100).contains(year));
    year.filter(|_| !longer)
}

/// `车辆4辆` names 车辆.
fn without_quantity<'t>(clause: &'t str, words: &SentenceWords) -> &'t str {
    let clause = clause.trim_end_matches('、');
    let Some(digit) = clause.rfind(|c: char| c.is_ascii_digit()) else { return clause };
    let after = clause.get(digit + 1..).unwrap_or_default();
    let counted = words.counter(after).is_some() && after.chars().count() <= LONGEST_COUNTER;
    let head = clause
        .get(..=digit)
        .unwrap_or_default()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    if counted && !after.starts_with('年') && !head.is_empty() { words.trimmed(head) } else { clause }
}

/// 平方米, 台（套）
const LONGEST_COUNTER: usize = 4;

/// The clauses of the words before an amount. A bracket that stays open opens a clause, one that was opened before
/// ends one; what stands in a whole pair of brackets belongs to its clause.
pub(in crate::grammar) fn clauses(lead: &str) -> Vec<&str> {
    let mut opened: Vec<usize> = Vec::new();
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new();
    for (at, ch) in lead.char_indices() {
        match ch {
            ',' | '，' if groups_digits(lead, at, ch) => {}
            '（' | '(' => opened.push(at),
            '）' | ')' => match opened.pop() {
                Some(begin) => cuts.retain(|&(cut, _, _)| cut < begin),
                None => cuts.push((at, ch.len_utf8(), 0)),
            },
            '，' | '。' | '；' | '：' | '！' | ',' | ';' | ':' => {
                cuts.push((at, ch.len_utf8(), opened.len()))
            }
            _ => {}
        }
    }
    cuts.extend(
        opened.iter().map(|&at| {
            (at, lead.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8), 0)
        }),
    );
    cuts.sort_unstable();
    let mut clauses = Vec::new();
    let mut begin = 0;
    for (at, length, _) in cuts {
        clauses.extend(lead.get(begin..at));
        begin = at + length;
    }
    clauses.extend(lead.get(begin..));
    clauses
}

/// Whether a comma stands between the digits of a number.
fn groups_digits(text: &str, at: usize, comma: char) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    digit(before) && digit(text.get(at + comma.len_utf8()..).and_then(|tail| tail.chars().next()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::form::Grammars;

    #[test]
    fn the_last_clause_that_names_something_is_the_subject() {
        let grammars = Grammars::shipped();
        let check = |lead: &str, name: Option<&str>, measure: Option<&str>, year: Option<u16>| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let expect = Subject { name: owned(name), measure: owned(measure), year };
            assert_eq!(
                read(
                    lead,
                    grammars.phrases.sentence(),
                    Speaker { issuer: Some("巴州科学技术局"), fiscal_year: None }
                ),
                expect,
                "{lead}"
            );
        };
        check("2026年收支总预算", Some("收支总预算"), None, Some(2026));
        check("巴州科学技术局2025年支出预算", Some("支出预算"), None, Some(2025));
        check("；其中：一般公共预算拨款收入", Some("一般公共预算拨款收入"), None, None);
        check("培训费：2026年预算数为", Some("培训费"), Some("预算数"), Some(2026));
        check("公务用车购置费2026年预算数", Some("公务用车购置费"), Some("预算数"), Some(2026));
        check("1.房屋5,145.00平方米，价值", Some("房屋"), Some("价值"), None);
        check("，涉及预算金额", None, Some("预算金额"), None);
        check("1.“一般公共服务支出”科目", Some("一般公共服务支出"), None, None);
        check("2025年财政拨款“三公”经费数为", Some("财政拨款“三公”经费"), None, Some(2025));
        check("2025年，巴州科学技术局政府采购预算", Some("政府采购预算"), None, Some(2025));
        check("、因公出国（境）费", Some("因公出国（境）费"), None, None);
        check("公务用车购置及运行费（公务用车购置费", Some("公务用车购置费"), None, None);
        check("办公费、印刷费和培训费，合计", Some("办公费、印刷费和培训费"), None, None);
        check("2026年安排设备购置经费，金额合计为", Some("设备购置经费"), None, Some(2026));
        check("，合计", Some("合计"), None, None);
        check("2026年预算数为", None, Some("预算数"), Some(2026));
    }

    #[test]
    fn whole_brackets_stay_in_their_clause() {
        assert_eq!(clauses("甲（乙，丙）丁，戊（己，庚"), ["甲（乙，丙）丁", "戊", "己", "庚"]);
        assert_eq!(clauses("甲）乙"), ["甲", "乙"]);
        assert_eq!(clauses("甲，乙（丙，丁）戊"), ["甲", "乙（丙，丁）戊"]);
    }
}
