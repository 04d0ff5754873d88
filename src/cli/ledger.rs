//! `extract ledger`: the amounts of one document, who claims them, and the words around them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;

use super::input;
use crate::base::Notes;
use crate::export::claim_name;
use crate::flat::Flat;
use crate::form::Grammars;
use crate::model::{Claim, LedgerEntry};
use crate::{Options, extract, flatten};

/// Characters of the line shown on each side of an amount.
const AROUND: usize = 24;

/// The ledger of a file: what nothing claims, or everything.
pub(crate) fn ledger(
    file: &Path,
    all: bool,
    grammars: &Grammars,
    options: &Options,
) -> anyhow::Result<String> {
    let shown = file.display().to_string();
    let bytes = input::read(file)?;
    let (flat, _) =
        flatten(&bytes, &shown, grammars, options, &mut Notes::default()).with_context(|| shown.clone())?;
    let extraction = extract(&bytes, &shown, grammars, options).with_context(|| shown.clone())?;
    Ok(print(&shown, &extraction.document.ledger, &flat, all))
}

fn print(name: &str, entries: &[LedgerEntry], flat: &Flat, all: bool) -> String {
    let left = entries.iter().filter(|entry| entry.claimed_by == Claim::Unclaimed).count();
    let mut text = format!("{name}: {} amounts, {left} of them unclaimed\n", entries.len());
    // The same amount may stand twice on a line: the second entry is the second one.
    let mut seen: BTreeMap<(Option<u32>, &str), usize> = BTreeMap::new();
    for entry in entries {
        let nth = seen.entry((entry.place.line, &entry.text)).or_default();
        let around = context(flat, entry, *nth);
        *nth += 1;
        if !all && entry.claimed_by != Claim::Unclaimed {
            continue;
        }
        let page = entry.place.page.map_or_else(String::new, |page| format!("page {page} "));
        let line = entry.place.line.unwrap_or_default();
        let _ = write!(text, "{page}line {line}\t{}\t", entry.text);
        if all {
            let _ = write!(text, "{}\t", claim_name(entry.claimed_by).as_str());
        }
        let _ = writeln!(text, "{around}");
    }
    text
}

/// The words around an amount, which stands in 【】.
fn context(flat: &Flat, entry: &LedgerEntry, nth: usize) -> String {
    let line = entry.place.line.and_then(|line| flat.lines.get((line as usize).checked_sub(1)?));
    let text = line.map(|line| line.text()).unwrap_or_default();
    let whole = |(at, found): &(usize, &str)| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        !before.is_some_and(is_part) && !after.is_some_and(|c| c.is_ascii_digit())
    };
    let Some((at, found)) = text.match_indices(&entry.text).filter(whole).nth(nth) else {
        return text;
    };
    let before: Vec<char> = text.get(..at).unwrap_or_default().chars().collect();
    let after: Vec<char> = text.get(at + found.len()..).unwrap_or_default().chars().collect();
    let from = before.len().saturating_sub(AROUND);
    let head: String = before.iter().skip(from).collect();
    let tail: String = after.iter().take(AROUND).collect();
    let dots = |cut: bool| if cut { "…" } else { "" };
    format!("{}{head}【{found}】{tail}{}", dots(from > 0), dots(after.len() > AROUND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::from_text;

    fn check(lines: &str, all: bool, expect: &str) {
        let flat = from_text(lines, &mut Notes::default());
        let entry = |line: u32, text: &str, claimed_by| LedgerEntry {
            text: text.to_owned(),
            value: text.replace(',', "").parse().unwrap_or_default(),
            claimed_by,
            place: crate::base::Place { line: Some(line), ..Default::default() },
        };
        let entries = [
            entry(1, "1.20", Claim::Fact),
            entry(1, "1.20", Claim::Unclaimed),
            entry(2, "4,000", Claim::Statement),
        ];
        assert_eq!(print("a.txt", &entries, &flat, all), expect);
    }

    #[test]
    fn amounts_stand_in_their_words() {
        let lines =
            "合计 11.20 1.20 1.20\n一二三四五六七八九十一二三四五六七八九十一二三四五六七八九4,000万元";
        check(
            lines,
            false,
            "a.txt: 3 amounts, 1 of them unclaimed\nline 1\t1.20\t合计 11.20 1.20 【1.20】\n",
        );
        check(
            lines,
            true,
            "a.txt: 3 amounts, 1 of them unclaimed\n\
             line 1\t1.20\tfact\t合计 11.20 【1.20】 1.20\n\
             line 1\t1.20\tunclaimed\t合计 11.20 1.20 【1.20】\n\
             line 2\t4,000\tstatement\t…六七八九十一二三四五六七八九十一二三四五六七八九【4,000】万元\n",
        );
    }
}
