//! The audio in and out.

mod download;
mod upload;

pub(super) use download::get;
pub(super) use upload::put;
