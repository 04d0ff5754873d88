//! Projects described in the text, label by label: `项目名称：…`, `预算安排规模：…` (xinjiang.toml), or under headings 一、项目概述,
//! 二、立项依据 … below the name of the project (shanghai.toml).

use super::Prose;
use crate::form::ProjectField;
use crate::grammar::prose::{Sentence, unnumbered};
use crate::model::{NamedAmount, ProjectText, Statement};

/// The projects in order.
pub(super) fn read(prose: &Prose<'_>) -> Vec<ProjectText> {
    let mut reader = Reader { prose, done: Vec::new(), open: None, field: None, headed: false, before: None };
    for paragraph in prose.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        reader.read(paragraph);
    }
    reader.end();
    reader.done
}

/// The description that is being read.
struct Open {
    project: ProjectText,
    /// Lines of its allocation and of the paragraphs that name its amount.
    lines: Vec<(ProjectField, u32, u32)>,
}

struct Reader<'a> {
    prose: &'a Prose<'a>,
    done: Vec<ProjectText>,
    open: Option<Open>,
    field: Option<ProjectField>,
    /// The field was named by a heading, so that all paragraphs below belong to it.
    headed: bool,
    /// The paragraph before, where it may be the title of a project.
    before: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self, paragraph: &[Sentence]) {
        let text: String = paragraph.iter().map(|sentence| sentence.text.as_str()).collect();
        let bare = unnumbered(&text);
        let labelled = self.prose.labels.labelled(bare);
        let headed = self.prose.labels.field(bare).filter(|_| bare.len() < text.len());
        if labelled.is_some() || headed.is_some() {
            self.headed = labelled.is_none();
        }
        match (labelled, headed) {
            (Some((field, rest)), _) => self.label(field, rest, paragraph),
            (None, Some(field)) => self.label(field, "", paragraph),
            (None, None) if paragraph.iter().any(|sentence| sentence.heading) => self.end(),
            (None, None) => self.go_on(&text, paragraph),
        }
        self.before = is_title(&text).then_some(text);
    }

    /// A label: a name, or an overview without a name before it, opens the next project.
    fn label(&mut self, field: ProjectField, rest: &str, paragraph: &[Sentence]) {
        let filled = |open: &Open| open.project.overview.is_some() || open.project.basis.is_some();
        let opens = field == ProjectField::Name
            || field == ProjectField::Overview && self.open.as_ref().is_none_or(filled);
        if opens {
            self.end();
            let place =
                paragraph.first().map(|s| s.place(self.prose.flat, 0, s.text.len())).unwrap_or_default();
            let title = self.before.take().filter(|_| field != ProjectField::Name);
            let name =
                title.map(|title| self.prose.words.heading_name(&title).trim_end_matches("经费").to_owned());
            self.open = Some(Open {
                project: ProjectText { name, place, ..ProjectText::default() },
                lines: Vec::new(),
            });
        }
        self.field = Some(field);
        self.add(rest, paragraph);
    }

    /// A paragraph without a label goes on with the field before it, unless it is the title of the next project.
    fn go_on(&mut self, text: &str, paragraph: &[Sentence]) {
        let long = [
            ProjectField::Overview,
            ProjectField::Basis,
            ProjectField::Allocation,
            ProjectField::Plan,
            ProjectField::Goal,
        ];
        if self.field.is_some_and(|field| self.headed || long.contains(&field)) && !is_title(text) {
            self.add(text, paragraph);
        }
    }

    fn add(&mut self, text: &str, paragraph: &[Sentence]) {
        let (Some(open), Some(field)) = (self.open.as_mut(), self.field) else { return };
        let lines = paragraph.iter().flat_map(|sentence| &sentence.sources).map(|source| source.line + 1);
        if let Some((first, last)) = lines.clone().min().zip(lines.max()) {
            open.lines.push((field, first, last));
        }
        let project = &mut open.project;
        let into = match field {
            ProjectField::Name => &mut project.name,
            ProjectField::Overview => &mut project.overview,
            ProjectField::Basis => &mut project.basis,
            ProjectField::Unit => &mut project.unit,
            ProjectField::Allocation => &mut project.allocation,
            ProjectField::Period => &mut project.period,
            ProjectField::Plan => &mut project.plan,
            ProjectField::Goal => &mut project.goal,
            ProjectField::Amount | ProjectField::Other => return,
        };
        if !text.is_empty() {
            into.get_or_insert_default().push_str(text.trim_end_matches('。'));
        }
    }

    fn end(&mut self) {
        self.field = None;
        let Some(Open { mut project, lines }) = self.open.take() else { return };
        let within = |wanted: ProjectField| {
            let lines: Vec<(u32, u32)> =
                lines.iter().filter(|(field, _, _)| *field == wanted).map(|&(_, a, b)| (a, b)).collect();
            let holds = move |statement: &&Statement| {
                statement
                    .place
                    .line
                    .is_some_and(|line| lines.iter().any(|&(from, to)| (from..=to).contains(&line)))
            };
            self.prose.statements.iter().filter(holds).collect::<Vec<_>>()
        };
        project.amount = within(ProjectField::Amount).first().and_then(|statement| super::money(statement));
        let (whole, parts) = self.parts(&within(ProjectField::Allocation));
        project.amount = project.amount.or(whole.map(|whole| whole.amount));
        project.parts = parts;
        // 项目名称 alone also opens a fee or a table.
        let told = [&project.overview, &project.basis, &project.unit, &project.allocation]
            .into_iter()
            .any(Option::is_some);
        if told || project.amount.is_some() {
            self.done.push(project);
        }
    }

    /// The amounts of an allocation: the parts of its first one, where it has parts, else all of them.
    fn parts(&self, told: &[&Statement]) -> (Option<NamedAmount>, Vec<NamedAmount>) {
        let counts = |statement: &&&Statement| {
            let rate = statement.subject.as_deref().is_none_or(|name| self.prose.passages.is_no_part(name));
            !rate && !statement.in_reason && statement.amount.is_some()
        };
        let whole = told.iter().find(|whole| told.iter().any(|part| part.part_of == Some(whole.no)));
        let parts = told
            .iter()
            .filter(counts)
            .filter(|part| whole.is_none_or(|whole| part.part_of == Some(whole.no)));
        (whole.and_then(|whole| super::named(whole)), parts.filter_map(|part| super::named(part)).collect())
    }
}

/// A short line without punctuation above 一、项目概述.
fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    (3..=LONGEST_TITLE).contains(&length)
        && !text.contains(['。', '，', '；', '：'])
        && unnumbered(text).len() == text.len()
        && text.ends_with(['明', '目', '费'])
}

/// In characters.
const LONGEST_TITLE: usize = 40;
