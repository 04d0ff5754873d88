//! State-owned assets: rooms with area and value, vehicles by kind, equipment above a price, and what is to be bought.
//!
//! ```text
//! asset = name count unit [ "，价值" money ] | name "价值" money
//! ```

use super::{Prose, Quantity};
use crate::grammar::prose::Sentence;
use crate::grammar::statement::quantity::Kind;
use crate::model::{Asset, Assets};

/// One entry for each section about assets.
pub(super) fn read(prose: &Prose<'_>) -> Vec<Assets> {
    let mut found: Vec<Assets> = Vec::new();
    let mut last: Option<&Sentence> = None;
    let mut run_in = None;
    let mut planned = None;
    for sentence in prose.sentences {
        if opens_run_in(prose, sentence) {
            run_in = Some(sentence.paragraph);
        }
        let about = sentence.section.iter().any(|heading| prose.passages.is_about_assets(heading));
        if sentence.heading || !about && run_in != Some(sentence.paragraph) {
            continue;
        }
        // 2026年预算安排购置车辆0辆。单位价值100万元以上设备0台: the second is to be bought as the first is.
        if planned_from(prose, sentence).is_some() {
            planned = Some(sentence.paragraph);
        }
        let goes_on = planned == Some(sentence.paragraph) && planned_from(prose, sentence).is_none();
        let mut items = items(prose, sentence, goes_on);
        let goes_on = last.is_some_and(|last| last.section == sentence.section);
        last = Some(sentence);
        let as_of = prose.passages.as_of(&sentence.text).map(str::to_owned);
        match found.last_mut().filter(|_| goes_on) {
            Some(assets) => {
                assets.items.append(&mut items);
                assets.as_of = assets.as_of.take().or(as_of);
            }
            None if items.is_empty() && as_of.is_none() => last = None,
            None => {
                found.push(Assets { as_of, items, place: sentence.place(prose.flat, 0, sentence.text.len()) })
            }
        }
    }
    found.retain(|assets| !assets.items.is_empty());
    found
}

/// `（五）国有资产占用使用情况：截至…`
fn opens_run_in(prose: &Prose<'_>, sentence: &Sentence) -> bool {
    sentence
        .text
        .split_once('：')
        .is_some_and(|(head, _)| prose.passages.is_about_assets(head) && head.chars().count() <= LONGEST_HEAD)
}

/// In characters.
const LONGEST_HEAD: usize = 24;

/// Where a sentence begins to speak of what is to be bought; the heading it opens with does not count.
fn planned_from(prose: &Prose<'_>, sentence: &Sentence) -> Option<usize> {
    let head = if opens_run_in(prose, sentence) { sentence.text.find('：').unwrap_or(0) } else { 0 };
    Some(head + prose.passages.planned_from(sentence.text.get(head..)?)?)
}

/// The assets of a sentence; `planned` where the words before it say that they are to be bought.
fn items(prose: &Prose<'_>, sentence: &Sentence, planned: bool) -> Vec<Asset> {
    let mut items: Vec<Asset> = Vec::new();
    let planned = planned_from(prose, sentence).or(planned.then_some(0));
    let mut cut = 0;
    let mut threshold: Option<Quantity> = None;
    for quantity in prose.quantities(sentence) {
        let lead = sentence.text.get(cut..quantity.from).unwrap_or_default();
        match quantity.kind {
            Kind::Bound => threshold = Some(quantity),
            Kind::Count | Kind::Money(_) => {
                let told = prose.told(sentence, &quantity);
                let name = name(prose, lead);
                if let (Kind::Money(_), "", Some(last)) = (quantity.kind, name, items.last_mut()) {
                    last.value.get_or_insert(told);
                } else if let Some(kind) = prose.passages.asset(name).filter(|_| is_asset(&told.unit)) {
                    let mut item = Asset {
                        kind: kind.to_owned(),
                        name: name.to_owned(),
                        planned: planned.is_some_and(|from| from < quantity.from),
                        threshold: threshold.take().map(|threshold| prose.told(sentence, &threshold)),
                        place: told.place,
                        ..Asset::default()
                    };
                    match quantity.kind {
                        Kind::Money(_) => item.value = Some(told),
                        _ if told.unit.contains("平方") => item.area = Some(told),
                        _ => item.count = Some(told),
                    }
                    items.push(item);
                }
                cut = quantity.end;
                threshold = None;
            }
            _ => {}
        }
    }
    items
}

/// What is counted: the last clause, behind 共有.
fn name<'t>(prose: &Prose<'_>, lead: &'t str) -> &'t str {
    let name = prose.name(lead);
    name.rsplit_once("共有").map_or(name, |(_, name)| name)
}

/// Units in which assets are counted; people and days are not.
fn is_asset(unit: &str) -> bool {
    unit.contains('元')
        || unit.contains("平方")
        || matches!(unit, "辆" | "台" | "套" | "件" | "艘" | "架" | "个" | "部" | "处" | "间" | "座" | "栋")
}
