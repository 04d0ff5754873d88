//! The passages of the narrative in `documents/<stem>.json`: their shape, and the way from the model to it.

use schemars::JsonSchema;
use serde::Serialize;

use super::shape::{Exact, Place};
use crate::model;

/// What the narrative counts and lists besides statements.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Narrative<'a> {
    /// Posts and people.
    staffing: Vec<Staffing<'a>>,
    /// Projects described in the text.
    projects: Vec<Project<'a>>,
    /// Government procurement.
    procurement: Vec<Procurement<'a>>,
    /// State-owned assets.
    assets: Vec<Assets<'a>>,
    /// Goals, projects and amounts under performance management.
    performance: Vec<Performance<'a>>,
    /// Money carried over from the year before.
    carry_over: Vec<CarryOver<'a>>,
    /// Sentences that say that a table is empty.
    empty_tables: Vec<EmptyTable<'a>>,
    /// The tables that the list of contents names.
    contents: Vec<NamedTable<'a>>,
    /// The tables that sentences cite by name.
    cited_tables: Vec<NamedTable<'a>>,
}

/// A table that the list of contents or a sentence names.
#[derive(Serialize, JsonSchema)]
pub(crate) struct NamedTable<'a> {
    /// Printed before the title: 表1, 十一, 3.
    number: Option<&'a str>,
    /// As printed there.
    title: &'a str,
    /// The page that the contents print beside it.
    page: Option<u32>,
    /// Where the title stands again, as a title.
    again: Option<Place>,
    place: Place,
}

/// A number of the text.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Quantity<'a> {
    number: Exact,
    /// As printed; empty where none is.
    unit: &'a str,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Staffing<'a> {
    counts: Vec<Headcount<'a>>,
    text: &'a str,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Headcount<'a> {
    /// `established`, `established_administrative`, `established_institution`, `actual`, `serving`, `retired`, `pensioned`
    /// or `retired_and_pensioned`; null for a part of the number before.
    kind: Option<&'a str>,
    /// As printed.
    name: &'a str,
    count: Quantity<'a>,
    /// Negative for a decrease.
    change: Option<Quantity<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Project<'a> {
    name: Option<&'a str>,
    overview: Option<&'a str>,
    basis: Option<&'a str>,
    amount: Option<Quantity<'a>>,
    /// Who carries it out.
    unit: Option<&'a str>,
    allocation: Option<&'a str>,
    /// The amounts that the allocation names.
    parts: Vec<NamedAmount<'a>>,
    period: Option<&'a str>,
    plan: Option<&'a str>,
    goal: Option<&'a str>,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct NamedAmount<'a> {
    name: &'a str,
    amount: Quantity<'a>,
    /// `no` of the statement.
    statement: u32,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Procurement<'a> {
    total: Option<Quantity<'a>>,
    goods: Option<Quantity<'a>>,
    works: Option<Quantity<'a>>,
    services: Option<Quantity<'a>>,
    /// For small and medium enterprises.
    small_and_medium: Option<Quantity<'a>>,
    /// Of which for small and micro enterprises.
    small_and_micro: Option<Quantity<'a>>,
    text: &'a str,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Assets<'a> {
    /// The day of the count, as printed.
    as_of: Option<&'a str>,
    items: Vec<Asset<'a>>,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Asset<'a> {
    /// `rooms`, `vehicles`, `vehicle_kind`, `equipment`, `furniture`, `total` or `other`.
    kind: &'a str,
    /// As printed.
    name: &'a str,
    /// To be bought, not owned.
    planned: bool,
    count: Option<Quantity<'a>>,
    area: Option<Quantity<'a>>,
    value: Option<Quantity<'a>>,
    /// The price above which equipment is counted.
    threshold: Option<Quantity<'a>>,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Performance<'a> {
    /// Goals of the department as a whole.
    goals: Option<Quantity<'a>>,
    goals_amount: Option<Quantity<'a>>,
    /// Projects with goals.
    projects: Option<Quantity<'a>>,
    projects_amount: Option<Quantity<'a>>,
    fiscal: Option<Quantity<'a>>,
    non_fiscal: Option<Quantity<'a>>,
    text: &'a str,
    place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct CarryOver<'a> {
    total: Option<NamedAmount<'a>>,
    sources: Vec<NamedAmount<'a>>,
    items: Vec<NamedAmount<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct EmptyTable<'a> {
    /// Canonical name.
    table_id: Option<&'a str>,
    text: &'a str,
    place: Place,
}

/// The passages of a document.
pub(crate) fn narrative<'a>(
    narrative: &'a model::Narrative,
    place: fn(&crate::base::Place) -> Place,
) -> Narrative<'a> {
    let shaper = Shaper { place };
    Narrative {
        staffing: narrative.staffing.iter().map(|each| shaper.staffing(each)).collect(),
        projects: narrative.projects.iter().map(|each| shaper.project(each)).collect(),
        procurement: narrative.procurement.iter().map(|each| shaper.procurement(each)).collect(),
        assets: narrative.assets.iter().map(|each| shaper.assets(each)).collect(),
        performance: narrative.performance.iter().map(|each| shaper.performance(each)).collect(),
        carry_over: narrative.carry_over.iter().map(|each| shaper.carry_over(each)).collect(),
        empty_tables: narrative.empty_tables.iter().map(|each| shaper.empty_table(each)).collect(),
        contents: narrative.contents.iter().map(|each| shaper.named_table(each)).collect(),
        cited_tables: narrative.cited_tables.iter().map(|each| shaper.named_table(each)).collect(),
    }
}

struct Shaper {
    place: fn(&crate::base::Place) -> Place,
}

impl Shaper {
    fn quantity<'a>(&self, quantity: &'a model::Quantity) -> Quantity<'a> {
        Quantity {
            number: Exact(quantity.number),
            unit: &quantity.unit,
            place: (self.place)(&quantity.place),
        }
    }

    fn maybe<'a>(&self, quantity: &'a Option<model::Quantity>) -> Option<Quantity<'a>> {
        quantity.as_ref().map(|quantity| self.quantity(quantity))
    }

    fn named<'a>(&self, amounts: &'a [model::NamedAmount]) -> Vec<NamedAmount<'a>> {
        amounts.iter().map(|each| self.named_amount(each)).collect()
    }

    fn named_amount<'a>(&self, named: &'a model::NamedAmount) -> NamedAmount<'a> {
        NamedAmount { name: &named.name, amount: self.quantity(&named.amount), statement: named.statement }
    }

    fn staffing<'a>(&self, staffing: &'a model::Staffing) -> Staffing<'a> {
        let counts = staffing.counts.iter().map(|each| Headcount {
            kind: each.kind.as_deref(),
            name: &each.name,
            count: self.quantity(&each.count),
            change: self.maybe(&each.change),
        });
        Staffing { counts: counts.collect(), text: &staffing.text, place: (self.place)(&staffing.place) }
    }

    fn project<'a>(&self, project: &'a model::ProjectText) -> Project<'a> {
        Project {
            name: project.name.as_deref(),
            overview: project.overview.as_deref(),
            basis: project.basis.as_deref(),
            amount: self.maybe(&project.amount),
            unit: project.unit.as_deref(),
            allocation: project.allocation.as_deref(),
            parts: self.named(&project.parts),
            period: project.period.as_deref(),
            plan: project.plan.as_deref(),
            goal: project.goal.as_deref(),
            place: (self.place)(&project.place),
        }
    }

    fn procurement<'a>(&self, procurement: &'a model::Procurement) -> Procurement<'a> {
        Procurement {
            total: self.maybe(&procurement.total),
            goods: self.maybe(&procurement.goods),
            works: self.maybe(&procurement.works),
            services: self.maybe(&procurement.services),
            small_and_medium: self.maybe(&procurement.small_and_medium),
            small_and_micro: self.maybe(&procurement.small_and_micro),
            text: &procurement.text,
            place: (self.place)(&procurement.place),
        }
    }

    fn assets<'a>(&self, assets: &'a model::Assets) -> Assets<'a> {
        let items = assets.items.iter().map(|each| Asset {
            kind: &each.kind,
            name: &each.name,
            planned: each.planned,
            count: self.maybe(&each.count),
            area: self.maybe(&each.area),
            value: self.maybe(&each.value),
            threshold: self.maybe(&each.threshold),
            place: (self.place)(&each.place),
        });
        Assets { as_of: assets.as_of.as_deref(), items: items.collect(), place: (self.place)(&assets.place) }
    }

    fn performance<'a>(&self, performance: &'a model::Performance) -> Performance<'a> {
        Performance {
            goals: self.maybe(&performance.goals),
            goals_amount: self.maybe(&performance.goals_amount),
            projects: self.maybe(&performance.projects),
            projects_amount: self.maybe(&performance.projects_amount),
            fiscal: self.maybe(&performance.fiscal),
            non_fiscal: self.maybe(&performance.non_fiscal),
            text: &performance.text,
            place: (self.place)(&performance.place),
        }
    }

    fn carry_over<'a>(&self, carried: &'a model::CarryOver) -> CarryOver<'a> {
        CarryOver {
            total: carried.total.as_ref().map(|total| self.named_amount(total)),
            sources: self.named(&carried.sources),
            items: self.named(&carried.items),
        }
    }

    fn named_table<'a>(&self, named: &'a model::NamedTable) -> NamedTable<'a> {
        NamedTable {
            number: named.number.as_deref(),
            title: &named.title,
            page: named.page,
            again: named.again.as_ref().map(self.place),
            place: (self.place)(&named.place),
        }
    }

    fn empty_table<'a>(&self, empty: &'a model::EmptyTable) -> EmptyTable<'a> {
        EmptyTable {
            table_id: empty.table_id.as_deref(),
            text: &empty.text,
            place: (self.place)(&empty.place),
        }
    }
}
