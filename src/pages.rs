//! What fills the frame. Pages gather handles; components show.

mod calls;
mod sign_in;
mod waiting;

pub use calls::CallsPage;
pub use sign_in::sign_in_page;
pub use waiting::WaitingPage;
