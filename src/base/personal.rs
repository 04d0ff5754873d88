//! Data about a person that was masked: what it was, and where it stands. What it said is gone.

use super::Place;

/// What kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// The name of somebody to contact.
    Name,
    /// A telephone number.
    Phone,
    /// The number of an identity card or passport.
    Identity,
    /// An e-mail address.
    Mail,
}

impl Personal {
    /// All kinds in order.
    pub const ALL: [Personal; 4] = [Personal::Name, Personal::Phone, Personal::Identity, Personal::Mail];
}

/// Something that was masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redacted {
    /// What it was.
    pub kind: Personal,
    /// Where it stands.
    pub place: Place,
}
