//! Regions (GB/T 2260): which one an issuer's name, or a whole sentence, speaks of.

use std::collections::HashMap;

use serde::Deserialize;

use super::FormError;

/// Every region with its name and short name.
#[derive(Debug, Clone, Default)]
pub struct Regions {
    list: Vec<Region>,
    /// First two characters of a name or short name → regions.
    begins: HashMap<[char; 2], Vec<usize>>,
}

#[derive(Debug, Clone, Deserialize)]
struct Region {
    code: String,
    name: String,
    parent_code: String,
    short_name: String,
}

impl Regions {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, FormError> {
        let mut regions = Self::default();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for line in reader.deserialize::<Region>() {
            let region = line.map_err(|error| super::load::csv_error(file, &error))?;
            let at = regions.list.len();
            for name in [&region.name, &region.short_name] {
                if let Some(begin) = begin(name) {
                    let same = regions.begins.entry(begin).or_default();
                    if same.last() != Some(&at) {
                        same.push(at);
                    }
                }
            }
            regions.list.push(region);
        }
        Ok(regions)
    }

    /// The most specific region named in a text: code and name. Short names count, and a district is that of the city named before it.
    /// A county's name alone counts only where no other county has it.
    pub fn find(&self, text: &str) -> Option<(&str, &str)> {
        let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut best: Option<(usize, &Region)> = None;
        for start in 0..text.len() {
            let found = self.chain(text.get(start..).unwrap_or(&[]));
            if let Some((length, region)) = found
                && best.is_none_or(|(longest, _)| length > longest)
            {
                best = Some((length, region));
            }
        }
        best.map(|(_, region)| (region.code.as_str(), region.name.as_str()))
    }

    /// How many characters of `text` the regions take that it begins with, none left out: a province, its city, the district.
    pub fn named_first(&self, text: &[char]) -> Option<usize> {
        self.chain(text).map(|(length, _)| length)
    }

    /// The regions named one after the other at the beginning of `text`, each inside the one before: how many
    /// characters they take, and the last of them.
    fn chain(&self, text: &[char]) -> Option<(usize, &Region)> {
        let mut length = 0;
        let mut inner: Option<&Region> = None;
        while let Some((taken, region)) = self.at(text.get(length..)?, inner) {
            length += taken;
            inner = Some(region);
        }
        inner.map(|region| (length, region))
    }

    /// The region whose name `text` begins with, inside `outer` if there is one.
    fn at(&self, text: &[char], outer: Option<&Region>) -> Option<(usize, &Region)> {
        let begin = [*text.first()?, *text.get(1)?];
        let candidates = self.begins.get(&begin)?.iter().filter_map(|&at| self.list.get(at));
        let inside = candidates.filter(|region| outer.is_none_or(|outer| region.lies_in(outer)));
        let named: Vec<(usize, &Region)> =
            inside.filter_map(|region| Some((region.named_at(text)?, region))).collect();
        let longest = named.iter().map(|(length, _)| *length).max()?;
        let mut best = named.iter().filter(|(length, _)| *length == longest);
        match (best.next().copied(), best.next()) {
            (found, None) => found,
            // A name that several regions have: the highest of them, if it is a city or a province.
            (Some((length, region)), Some(_)) if !region.is_county() => Some((length, region)),
            _ => None,
        }
    }
}

impl Region {
    fn is_county(&self) -> bool {
        !self.code.ends_with("00")
    }

    /// Whether it is a part of `outer`, by the digits of the code: 65 → 6528 → 652801.
    fn lies_in(&self, outer: &Region) -> bool {
        let stem = outer.code.trim_end_matches("00");
        self.code != outer.code && (self.code.starts_with(stem) || self.parent_code == outer.code)
    }

    /// How many characters of `text` its full name, else its short name, takes.
    fn named_at(&self, text: &[char]) -> Option<usize> {
        let takes = |name: &str| {
            let length = name.chars().count();
            (length >= 2 && name.chars().eq(text.iter().copied().take(length))).then_some(length)
        };
        takes(&self.name).or_else(|| takes(&self.short_name))
    }
}

fn begin(name: &str) -> Option<[char; 2]> {
    let mut chars = name.chars();
    Some([chars.next()?, chars.next()?])
}
