//! Parts of the page that nobody needs for the first rows. In the page that is shipped they lie in a file of their own
//! (the feature `split`), fetched ahead with their styles when the first rows stand; elsewhere they are there from the
//! start.

use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::action::{EarlyAction, Kind};
use super::later_styles::styled;
use crate::i18n::t;

/// Makes a function that draws a part which may come later; what it returns goes to [`arriving`]. Its arguments have
/// names and whole types. The file holds what only such functions use.
macro_rules! later {
    ($(#[$doc:meta])* $scope:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        crate::later::comes_later! {
            $(#[$doc])*
            $scope fn $name($($arg: $type),*) -> ::leptos::prelude::AnyView {
                ::leptos::prelude::IntoAny::into_any({ $body })
            }
        }
    };
}
pub(crate) use later;

/// What a function made by `later!` returns, in one type.
type Part = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

/// How long after a failure the file is asked for again.
const AGAIN: Duration = Duration::from_secs(2);

later! {
    fn nothing() {
        ().into_any()
    }
}

/// Fetches the file and the styles, so that nobody waits for them after a click.
pub fn fetch_ahead() {
    spawn_local(async {
        // Whoever needs them tries again.
        let _ = nothing().await;
    });
    let styles = styled();
    spawn_local(async {
        let _ = styles.await;
    });
}

/// Draws a part as soon as it is there: before the next frame, unless its file is still on its way.
pub fn arriving<P>(part: impl Fn() -> P + 'static) -> impl IntoView
where
    P: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    draw(part, false)
}

/// The same, of a part that says nothing while it is late: another one of the same page does.
pub fn arriving_quietly<P>(part: impl Fn() -> P + 'static) -> impl IntoView
where
    P: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    draw(part, true)
}

fn draw<P>(part: impl Fn() -> P + 'static, quiet: bool) -> impl IntoView
where
    P: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    let arrival = Arrival {
        quiet,
        part: StoredValue::new_local(Box::new(move || Box::pin(part()) as Part)),
        drawn: StoredValue::new_local(None),
        state: RwSignal::new(State::Coming),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
    };
    arrival.await_part();
    arrival.view()
}

#[derive(Clone, Copy)]
struct Arrival {
    quiet: bool,
    part: StoredValue<Box<dyn Fn() -> Part>, LocalStorage>,
    drawn: StoredValue<Option<AnyView>, LocalStorage>,
    state: RwSignal<State>,
    /// What is drawn lives as long as the place that it is drawn into.
    owner: StoredValue<Owner>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Coming,
    Late,
    There,
}

impl Arrival {
    /// Ends by itself when the place is gone.
    fn await_part(self) {
        let Some(owner) = self.owner.try_get_value() else { return };
        owner.with(|| {
            spawn_local(ScopedFuture::new_untracked(async move {
                let Some(part) = self.part.try_with_value(|part| part()) else { return };
                let styles = styled();
                let part = part.await;
                match (part, styles.await) {
                    // Whoever pressed the button was quicker than the clock.
                    (Ok(_), _) if self.state.try_get_untracked() == Some(State::There) => {}
                    (Ok(view), Ok(())) => {
                        self.drawn.try_set_value(Some(view));
                        self.state.try_set(State::There);
                    }
                    _ => {
                        self.state.try_set(State::Late);
                        set_timeout(move || self.await_part(), AGAIN);
                    }
                }
            }));
        });
    }

    fn view(self) -> impl IntoView {
        move || match self.state.get() {
            State::Coming => ().into_any(),
            State::Late if self.quiet => ().into_any(),
            State::Late => {
                let again = Callback::new(move |()| self.await_part());
                view! {
                    <div class="late">
                        <p class="late__text" role="status">{t().states.part_late}</p>
                        <EarlyAction label=t().retry kind=Kind::Plain on_press=again />
                    </div>
                }
                .into_any()
            }
            State::There => self.drawn.try_update_value(Option::take).flatten().into_any(),
        }
    }
}
