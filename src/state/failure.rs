//! What went wrong, in words that a person can act on.

use call_records_wire::time::Timestamp;

use super::draft::FaultKind;
use super::moment_words::misread_text;
use crate::api::ApiError;
use crate::i18n::{day_and_time, fill, short_date, t};
use crate::{format, zone};

/// An error in words that a person can act on.
pub fn error_text(err: &ApiError) -> String {
    match err {
        ApiError::Unreachable => t().error_unreachable.to_owned(),
        ApiError::SignedOut => t().error_signed_out.to_owned(),
        ApiError::Unreadable => t().error_unreadable.to_owned(),
        ApiError::Refused(_) if err.is_not_found() => t().error_not_found.to_owned(),
        ApiError::Refused(_) if err.is_forbidden() => t().error_forbidden.to_owned(),
        ApiError::Refused(problem) => match (err.earliest(), problem.errors.is_empty()) {
            (Some(earliest), _) => fill(t().error_window, &[("since", &moment(earliest))]),
            (None, false) => t().error_fields.to_owned(),
            (None, true) => {
                let detail = problem.detail.as_ref().unwrap_or(&problem.title);
                fill(t().error_refused, &[("detail", &format::harmless(detail))])
            }
        },
    }
}

/// What is wrong with a field, in words.
pub fn fault_text(kind: &FaultKind) -> String {
    match kind {
        FaultKind::NotAMoment(why) => misread_text(*why).to_owned(),
        FaultKind::TooEarly(earliest) => fill(t().error_window, &[("since", &moment(*earliest))]),
        FaultKind::EndsBeforeStart => t().field_order_fault.to_owned(),
        FaultKind::NotALength => t().finding.length_fault.to_owned(),
        FaultKind::MaxBelowMin => t().fault_max_below_min.to_owned(),
        FaultKind::TooFewDigits => t().fault_few_digits.to_owned(),
        FaultKind::NotANumber => t().fault_not_a_number.to_owned(),
        FaultKind::TooLong(most) => fill(t().fault_too_long, &[("count", most)]),
        FaultKind::TooMany(most) => fill(t().fault_too_many, &[("count", most)]),
        FaultKind::Other(detail) => fill(t().fault_other, &[("detail", &format::harmless(detail))]),
    }
}

/// An instant on the viewer's clock, with the zone that the clock shows.
fn moment(at: Timestamp) -> String {
    let day = short_date(zone::local(at).date());
    let moment = day_and_time(&day, &format::time_short(at));
    fill(t().dates.moment_in_zone, &[("moment", &moment), ("zone", &zone::described(at.millis()))])
}

#[cfg(test)]
mod tests {
    use call_records_wire::problem::{Fault, OUTSIDE_SEARCH_WINDOW, Problem};

    use super::*;

    fn refused(status: u16, errors: Vec<Fault>, earliest: Option<Timestamp>) -> ApiError {
        let kind = if earliest.is_some() { OUTSIDE_SEARCH_WINDOW } else { "/problems/any" }.to_owned();
        let detail = Some("in English".to_owned());
        ApiError::Refused(Box::new(Problem { kind, title: "A title".to_owned(), status, detail, errors, earliest }))
    }

    #[test]
    fn a_refusal_is_told_in_the_readers_language_and_on_their_clock() {
        let earliest = Timestamp::from_millis(1_795_412_820_000);
        for (err, text) in [
            (refused(422, Vec::new(), Some(earliest)), "Calls before Mon 23 Nov, 05:47 (UTC) cannot be searched."),
            (refused(403, Vec::new(), None), t().error_forbidden),
            (refused(404, Vec::new(), None), t().error_not_found),
            (refused(422, vec![Fault::at("/q", "in English")], None), t().error_fields),
            (refused(409, Vec::new(), None), "The server refused this: in English"),
        ] {
            assert_eq!(error_text(&err), text);
        }
    }
}
