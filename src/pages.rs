//! What fills the frame. Pages gather handles; components show.

mod calls;
mod missing;
mod sign_in;
mod waiting;

pub use calls::CallsPage;
pub use missing::MissingPage;
pub use sign_in::sign_in_page;
pub use waiting::WaitingPage;
