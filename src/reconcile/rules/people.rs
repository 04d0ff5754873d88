//! People, vehicles and procurement, as the text counts them.
//!
//! In: the passages of the narrative that count things. Out: findings about the numbers of one passage, and about these
//! and the tables. A passage is judged only where it names the whole and all of its parts.

use rust_decimal::Decimal;

use super::cells::total_of;
use super::{Found, Why};
use crate::base::Unit;
use crate::form::equation::Relation;
use crate::model::{Asset, Assets, Headcount, Procurement, Quantity, Staffing};
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// The people there are: serving, retired and pensioned.
pub(super) fn headcount(subject: &Subject<'_, '_>) -> Found {
    let none = "no passage counts people and what they are";
    let mut findings = passages(&subject.document.narrative.staffing, none, |passage| {
        let actual = one(passage, "actual")?;
        let serving = one(passage, "serving")?;
        let others =
            [one(passage, "retired"), one(passage, "pensioned"), one(passage, "retired_and_pensioned")];
        // Without those who have left it counts the serving alone.
        others.iter().flatten().next()?;
        // 实有人数 is all of them, or the serving alone where those who have left are told beside it.
        let all = counts([Some(serving)].into_iter().chain(others));
        let sides = [all, counts([Some(serving)])].into_iter();
        let of = |right| Finding::of("people".into(), counts([Some(actual)]), Relation::Equal, right);
        sides.filter_map(of).min_by_key(|finding| finding.outcome.rank())
    })
    .unwrap_or_default();
    findings.extend(subject.document.narrative.staffing.iter().flat_map(of_kinds));
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

/// 编制339名，其中行政编制199名、…: a number and, right after it, its parts.
fn of_kinds(passage: &Staffing) -> Vec<Finding> {
    let wholes = (1..).zip(&passage.counts).filter_map(|(next, whole)| {
        let kind = whole.kind.as_deref()?;
        let is_part = |part: &&Headcount| match part.kind.as_deref() {
            None => true,
            Some(of) => of.strip_prefix(kind).is_some_and(|rest| rest.starts_with('_')),
        };
        let parts: Vec<_> = passage.counts.get(next..)?.iter().take_while(is_part).collect();
        let right = counts(parts.iter().map(|part| Some(*part)));
        if parts.len() < 2 {
            return None;
        }
        Finding::of("people".into(), counts([Some(whole)]), Relation::Equal, right)
    });
    wholes.collect()
}

/// Not more people than posts.
pub(super) fn posts(subject: &Subject<'_, '_>) -> Found {
    passages(&subject.document.narrative.staffing, "no passage counts posts and people", |passage| {
        let posts = one(passage, "established")?;
        // Where those who have left are counted too, only the serving hold posts.
        let left_out = ["retired", "pensioned", "retired_and_pensioned"];
        let all_serve = || left_out.iter().all(|kind| one(passage, kind).is_none());
        let people = one(passage, "serving").or_else(|| one(passage, "actual").filter(|_| all_serve()))?;
        Finding::of("posts".into(), counts([Some(people)]), Relation::AtMost, counts([Some(posts)]))
    })
}

/// The vehicles are those of all kinds.
pub(super) fn vehicles(subject: &Subject<'_, '_>) -> Found {
    passages(&subject.document.narrative.assets, "no passage counts vehicles by kind", |passage| {
        let (total, kinds) = fleet(passage)?;
        let mut right = Tally::default();
        for kind in kinds {
            match &kind.count {
                Some(count) => add(&mut right, count, &kind.name),
                None => right.doubt(format!("the number of {} is not read", kind.name)),
            }
        }
        let mut left = Tally::default();
        add(&mut left, total.count.as_ref()?, &total.name);
        Finding::of("vehicles".into(), left, Relation::Equal, right)
    })
}

/// Vehicles that are driven are there.
pub(super) fn running(subject: &Subject<'_, '_>) -> Found {
    let cost = total_of(subject, "three_public", "vehicle_running").filter(|cost| !cost.is_nothing());
    let Some(cost) = cost else {
        return Err(Why::NotApplicable("no running of vehicles is budgeted".into()));
    };
    let mut cost = Some(cost);
    passages(&subject.document.narrative.assets, "no passage counts vehicles", |passage| {
        let total = passage.items.iter().find(|item| item.kind == "vehicles" && !item.planned)?;
        let count = total.count.as_ref()?;
        let cost = cost.take()?;
        let mut left = Tally::default();
        add(&mut left, count, &total.name);
        let fine = !count.number.is_zero();
        let said = match fine {
            true => format!("{} vehicles are there to run", count.number),
            false => format!("{} is budgeted, but the text counts no vehicles", cost.told(None)),
        };
        Some(Finding::told(left, fine, said))
    })
}

/// 总额 = 货物 + 工程 + 服务
pub(super) fn procurement(subject: &Subject<'_, '_>) -> Found {
    passages(&subject.document.narrative.procurement, "no passage tells what is procured", |passage| {
        let total = passage.total.as_ref()?;
        let parts = [(&passage.goods, "货物"), (&passage.works, "工程"), (&passage.services, "服务")];
        let printed = parts.iter().filter(|(part, _)| part.is_some()).count();
        if printed < 2 {
            return None;
        }
        let mut right = Tally::default();
        for (part, label) in parts {
            match part {
                Some(part) => money(&mut right, part, label, passage),
                None => right.doubt(format!("{label} is not told")),
            }
        }
        let mut left = Tally::default();
        money(&mut left, total, "政府采购总额", passage);
        Finding::of("procurement".into(), left, Relation::Equal, right)
    })
}

/// 小微 <= 中小 <= 总额
pub(super) fn small_enterprises(subject: &Subject<'_, '_>) -> Found {
    let none = "no passage tells what is reserved for small enterprises";
    let passages = &subject.document.narrative.procurement;
    let mut findings = Vec::new();
    for passage in passages {
        let chain = [
            (&passage.small_and_micro, "小微企业"),
            (&passage.small_and_medium, "中小企业"),
            (&passage.total, "政府采购总额"),
        ];
        let printed: Vec<_> = chain.iter().filter_map(|(q, label)| Some((q.as_ref()?, *label))).collect();
        for pair in printed.windows(2) {
            let [(less, less_of), (more, more_of)] = pair else { continue };
            let (mut left, mut right) = (Tally::default(), Tally::default());
            money(&mut left, less, less_of, passage);
            money(&mut right, more, more_of, passage);
            findings.extend(Finding::of("procurement".into(), left, Relation::AtMost, right));
        }
    }
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

/// What the text procures is what the table procures.
pub(super) fn procurement_table(subject: &Subject<'_, '_>) -> Found {
    let table = total_of(subject, "procurement", "total").filter(Tally::is_printed);
    let Some(table) = table else {
        return Err(Why::NotApplicable("no table tells what is procured".into()));
    };
    let mut table = Some(table);
    passages(&subject.document.narrative.procurement, "no passage tells what is procured", |passage| {
        let mut left = Tally::default();
        money(&mut left, passage.total.as_ref()?, "政府采购总额", passage);
        Finding::of("procurement".into(), left, Relation::Equal, table.take()?)
    })
}

/// What is carried over is the sum of its sources, and of what it is for.
pub(super) fn carry_over(subject: &Subject<'_, '_>) -> Found {
    let mut findings = Vec::new();
    for carried in &subject.document.narrative.carry_over {
        let Some(total) = &carried.total else { continue };
        for (parts, gloss) in [(&carried.sources, "sources"), (&carried.items, "items")] {
            if parts.len() < 2 {
                continue;
            }
            let (mut left, mut right) = (Tally::default(), Tally::default());
            if carried.items.is_empty() || carried.sources.is_empty() {
                right.doubt("one list may tell where it comes from and what it is for");
            }
            left.number(of_money(&total.amount), &total.name, &total.name, At::told(total.amount.place));
            for part in parts {
                right.number(of_money(&part.amount), gloss, &part.name, At::told(part.amount.place));
            }
            findings.extend(Finding::of("carry-over".into(), left, Relation::Equal, right));
        }
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no passage tells what carried-over money is for".into())),
        false => Ok(findings),
    }
}

/// What a rule finds in each passage; why there is nothing where there is none.
fn passages<P>(all: &[P], none: &str, of: impl FnMut(&P) -> Option<Finding>) -> Found {
    let findings: Vec<Finding> = all.iter().filter_map(of).collect();
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

/// The only number of this kind in a passage; several are numbers of several units.
fn one<'p>(passage: &'p Staffing, kind: &str) -> Option<&'p Headcount> {
    let mut found = passage.counts.iter().filter(|count| count.kind.as_deref() == Some(kind));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn counts<'p>(of: impl IntoIterator<Item = Option<&'p Headcount>>) -> Tally {
    let mut sum = Tally::default();
    for headcount in of.into_iter().flatten() {
        add(&mut sum, &headcount.count, &headcount.name);
    }
    sum
}

/// The vehicles there are, and their kinds: the items right after them.
fn fleet(passage: &Assets) -> Option<(&Asset, Vec<&Asset>)> {
    let mut items = passage.items.iter().skip_while(|item| item.kind != "vehicles" || item.planned);
    let total = items.next()?;
    let kinds: Vec<&Asset> = items.take_while(|item| item.kind == "vehicle_kind" && !item.planned).collect();
    (kinds.len() > 1).then_some((total, kinds))
}

/// Adds a number of things.
fn add(sum: &mut Tally, count: &Quantity, label: &str) {
    sum.number(Figure::exact(count.number), label, label, At::told(count.place));
}

/// Adds an amount of a passage, known to the finest digits printed in it.
fn money(sum: &mut Tally, amount: &Quantity, label: &str, passage: &Procurement) {
    let all = [
        &passage.total,
        &passage.goods,
        &passage.works,
        &passage.services,
        &passage.small_and_medium,
        &passage.small_and_micro,
    ];
    let same = all.into_iter().flatten().filter(|other| other.unit == amount.unit);
    let decimals = same.map(|other| other.number.scale()).max().unwrap_or_default();
    let figure = Figure::printed(amount.number, decimals, Unit::named(&amount.unit));
    // Nothing is nothing in any unit.
    let figure = if amount.number.is_zero() { Figure { half: Decimal::ZERO, ..figure } } else { figure };
    sum.number(figure, label, label, At::told(amount.place));
}

fn of_money(amount: &Quantity) -> Figure {
    Figure::printed(amount.number, amount.number.scale(), Unit::named(&amount.unit))
}
