//! What scrolls: on wide screens the box of the table, on narrow ones the window.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use super::sight::HEAD;

/// Screens no wider than this show cards.
const NARROW: f64 = 700.0;

/// What scrolls.
#[derive(Clone, Copy)]
pub struct Scroller {
    pub whole: NodeRef<html::Div>,
    pub body: NodeRef<html::Tbody>,
}

impl Scroller {
    pub fn new() -> Self {
        Self { whole: NodeRef::new(), body: NodeRef::new() }
    }

    /// Whether cards are shown.
    pub fn is_narrow() -> bool {
        window().inner_width().ok().and_then(|it| it.as_f64()).is_some_and(|it| it <= NARROW)
    }

    /// How many pixels of the rows are above what is seen, and how many are seen.
    pub fn frame(self) -> Option<(f64, f64)> {
        let (whole, body) = (self.whole.try_get_untracked()??, self.body.try_get_untracked()??);
        Some(if Self::is_narrow() {
            let height = window().inner_height().ok().and_then(|it| it.as_f64()).unwrap_or_default();
            (-body.get_bounding_client_rect().top(), height)
        } else {
            (f64::from(whole.scroll_top()), f64::from(whole.client_height()) - HEAD)
        })
    }

    /// How wide the box is.
    pub fn room(self) -> f64 {
        self.whole.get_untracked().map_or(0.0, |it| f64::from(it.client_width()))
    }

    /// Whether the focus is in what scrolls, or nowhere.
    pub fn has_focus_or_nobody(self) -> bool {
        let whole = self.whole.get_untracked();
        document()
            .active_element()
            .is_none_or(|it| it.tag_name() == "BODY" || whole.is_some_and(|whole| whole.contains(Some(&it))))
    }

    /// Scrolls on by so many pixels, or back.
    pub fn by(self, pixels: f64) {
        if Self::is_narrow() {
            window().scroll_by_with_x_and_y(0.0, pixels);
        } else if let Some(whole) = self.whole.get_untracked() {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that tall")]
            whole.set_scroll_top(whole.scroll_top() + pixels.round() as i32);
        }
    }

    /// Runs `then` whenever what is seen becomes another piece, also where the window stays as it is.
    pub fn follow(self, then: impl Fn() + Clone + 'static) {
        let resized = then.clone();
        let closure = Closure::<dyn FnMut()>::new(resized);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        let kept = StoredValue::new_local((observer, closure));
        let whole = self.whole;
        Effect::new(move |_| {
            if let Some(whole) = whole.get() {
                kept.with_value(|(observer, _)| {
                    if let Some(observer) = observer {
                        observer.observe(&whole);
                    }
                });
                then();
            }
        });
        on_cleanup(move || {
            kept.with_value(|(observer, _)| {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
    }
}
