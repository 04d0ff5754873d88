//! The labels of project descriptions in prose, from `[project]` of `grammars/phrases.toml`.

use serde::Deserialize;

/// The labels.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectWords {
    name: Vec<String>,
    overview: Vec<String>,
    basis: Vec<String>,
    amount: Vec<String>,
    unit: Vec<String>,
    allocation: Vec<String>,
    period: Vec<String>,
    plan: Vec<String>,
    goal: Vec<String>,
    other: Vec<String>,
}

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProjectField {
    /// 项目名称
    Name,
    /// 项目概述
    Overview,
    /// 立项依据
    Basis,
    /// 预算安排规模
    Amount,
    /// 项目承担单位
    Unit,
    /// 资金分配情况
    Allocation,
    /// 资金执行时间
    Period,
    /// 实施方案
    Plan,
    /// 绩效目标
    Goal,
    /// A label that is known, but not kept.
    Other,
}

impl ProjectWords {
    fn lists(&self) -> [(ProjectField, &[String]); 10] {
        [
            (ProjectField::Name, &self.name),
            (ProjectField::Overview, &self.overview),
            (ProjectField::Basis, &self.basis),
            (ProjectField::Amount, &self.amount),
            (ProjectField::Unit, &self.unit),
            (ProjectField::Allocation, &self.allocation),
            (ProjectField::Period, &self.period),
            (ProjectField::Plan, &self.plan),
            (ProjectField::Goal, &self.goal),
            (ProjectField::Other, &self.other),
        ]
    }

    /// The field that exactly this text names.
    pub fn field(&self, text: &str) -> Option<ProjectField> {
        let holds = |words: &[String]| words.iter().any(|word| word == text);
        self.lists().into_iter().find(|(_, words)| holds(words)).map(|(field, _)| field)
    }

    /// The field that a text begins with, and what stands behind its colon.
    pub fn labelled<'t>(&self, text: &'t str) -> Option<(ProjectField, &'t str)> {
        let (label, rest) = text.split_once(['：', ':'])?;
        self.field(label).map(|field| (field, rest))
    }
}
