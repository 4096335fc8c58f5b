//! What is wrong with a search field. Pure.

use call_records_wire::filter::{FieldFault, NumberPatternError};
use call_records_wire::problem::Problem;
use call_records_wire::time::Timestamp;

use crate::calendar::Misread;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field's name.
    pub name: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// No day and time, and why.
    NotAMoment(Misread),
    /// Before what can be searched.
    TooEarly(Timestamp),
    /// The end is before the start.
    EndsBeforeStart,
    /// No length of time.
    NotALength,
    /// The most is less than the least.
    MaxBelowMin,
    /// Too short to search for.
    TooFewDigits,
    /// Not a number.
    NotANumber,
    /// More characters than this.
    TooLong(String),
    /// More values than this.
    TooMany(String),
    /// Anything else, in the words of who refused it.
    Other(String),
}

impl Fault {
    pub(super) fn at(name: &str, kind: FaultKind) -> Self {
        Self { name: name.to_owned(), kind }
    }
}

impl From<FieldFault> for Fault {
    fn from(FieldFault { name, detail }: FieldFault) -> Self {
        Self { name, kind: kind(detail) }
    }
}

/// Page and server read fields with the same code, so its words are known; what is new is shown as it came.
fn kind(detail: String) -> FaultKind {
    let most = |before: &str, after: &str| Some(detail.strip_prefix(before)?.strip_suffix(after)?.to_owned());
    if detail == NumberPatternError::TooFewDigits.to_string() {
        FaultKind::TooFewDigits
    } else if detail == NumberPatternError::NotANumber.to_string() {
        FaultKind::NotANumber
    } else if detail == "must not be less than the minimum" {
        FaultKind::MaxBelowMin
    } else if detail == "takes one value" {
        FaultKind::TooMany("1".to_owned())
    } else if let Some(most) = most("must have at most ", " characters") {
        FaultKind::TooLong(most)
    } else if let Some(most) = most("takes at most ", " values") {
        FaultKind::TooMany(most)
    } else {
        FaultKind::Other(detail)
    }
}

/// The faults of a search that the server refused.
pub(super) fn faults_of(problem: &Problem) -> Vec<Fault> {
    let faults = problem.errors.iter().filter_map(|fault| {
        let pointer = fault.pointer.as_deref().map(|it| it.trim_start_matches('/'));
        let name = fault.parameter.as_deref().or(pointer)?;
        let name = name.split('/').next().unwrap_or(name);
        Some(match problem.earliest {
            Some(earliest) => Fault::at(name, FaultKind::TooEarly(earliest)),
            None => Fault::at(name, kind(fault.detail.clone())),
        })
    });
    faults.collect()
}
