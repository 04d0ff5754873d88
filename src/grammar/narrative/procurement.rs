//! Government procurement: the total, its goods, works and services, and what small enterprises are to get. Each number is
//! a statement; this gathers them.

use super::Prose;
use crate::model::{Procurement, Quantity, Statement};

/// One entry for each total, in order.
pub(super) fn read(prose: &Prose<'_>) -> Vec<Procurement> {
    let statements = prose.statements;
    let mut found: Vec<Procurement> = Vec::new();
    let told = statements.iter().filter(|statement| !statement.in_reason);
    for statement in told.filter(|statement| is_procurement(prose, statement)) {
        let (Some(amount), Some(item)) = (super::money(statement), statement.item.as_deref()) else {
            continue;
        };
        let begins = item == "procurement" && found.last().is_none_or(|last| last.text != statement.text);
        if begins {
            found.push(Procurement {
                text: statement.text.clone(),
                place: statement.place,
                ..Procurement::default()
            });
        }
        if let Some(last) = found.last_mut() {
            take(last, item, amount);
            if !last.text.ends_with(&statement.text) {
                last.text.push_str(&statement.text);
            }
        }
    }
    // A sentence on one purchase is no passage on all of them.
    let parts = |p: &Procurement| {
        [&p.goods, &p.works, &p.services, &p.small_and_medium].into_iter().any(Option::is_some)
    };
    let headed = |p: &Procurement| statements.iter().any(|s| s.text == p.text && is_headed(prose, s));
    found.retain(|procurement| parts(procurement) || headed(procurement));
    found
}

fn is_headed(prose: &Prose<'_>, statement: &Statement) -> bool {
    statement.section.as_deref().is_some_and(|section| prose.passages.is_about_procurement(section))
}

/// 货物类 alone says nothing: the sentence or the heading must speak of procurement.
fn is_procurement(prose: &Prose<'_>, statement: &Statement) -> bool {
    let item = statement.item.as_deref().is_some_and(|item| item.starts_with("procurement"));
    item && (prose.passages.is_about_procurement(&statement.text) || is_headed(prose, statement))
}

/// The first number of a kind stands: later ones compare or repeat.
fn take(into: &mut Procurement, item: &str, amount: Quantity) {
    let field = match item {
        "procurement" => &mut into.total,
        "procurement_goods" => &mut into.goods,
        "procurement_works" => &mut into.works,
        "procurement_services" => &mut into.services,
        "procurement_sme" => &mut into.small_and_medium,
        "procurement_micro" => &mut into.small_and_micro,
        _ => return,
    };
    field.get_or_insert(amount);
}
