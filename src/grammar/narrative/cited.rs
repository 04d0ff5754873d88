//! Tables that a sentence cites by name: 《某某总表》, 详见公开报表中的某某表.
//!
//! Comes in: sentences. Goes out: a [`NamedTable`] for each table named. 下表, 附表 and the like name none.

use super::Prose;
use crate::form::Words;
use crate::model::NamedTable;

/// Every table that a sentence cites, in the order of the text.
pub(super) fn read(prose: &Prose<'_>, words: &Words) -> Vec<NamedTable> {
    let mut cited = Vec::new();
    for sentence in prose.sentences.iter().filter(|sentence| !sentence.heading) {
        let text = sentence.text.as_str();
        let mut found = quoted(text);
        found.extend(referred(text, words));
        found.sort_unstable();
        found.dedup();
        for (from, to) in found {
            let title = text.get(from..to).unwrap_or_default();
            if words.is_title(title) {
                let place = sentence.place(prose.flat, from, to);
                cited.push(NamedTable { title: title.to_owned(), place, ..NamedTable::default() });
            }
        }
    }
    cited.truncate(MOST_CITED);
    cited
}

/// A text cites a dozen tables; each is sought among all.
const MOST_CITED: usize = 200;

/// What stands between 《 and 》.
fn quoted(text: &str) -> Vec<(usize, usize)> {
    let opens = text.match_indices('《').map(|(at, mark)| at + mark.len());
    let ends = |from: usize| text.get(from..).and_then(|rest| rest.find('》')).map(|end| (from, from + end));
    opens.filter_map(ends).collect()
}

/// What a sentence refers to behind 详见, up to the end of its clause, behind the 中的 of where it stands.
fn referred(text: &str, words: &Words) -> Vec<(usize, usize)> {
    let opens = words.refers().flat_map(|word| text.match_indices(word).map(|(at, mark)| at + mark.len()));
    let ends = |from: usize| {
        let rest = text.get(from..)?;
        let clause =
            rest.get(..rest.find(['，', '。', '；', '）', ')', '《', '、']).unwrap_or(rest.len()))?;
        let to = from + clause.rfind('表')? + '表'.len_utf8();
        let lead = text.get(from..to)?.rfind('的').map_or(0, |at| at + '的'.len_utf8());
        Some((from + lead, to))
    };
    opens.filter_map(ends).collect()
}
