//! Saved views: the menu of them, and which one is open.

use call_records_wire::view::SavedView;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ui::{Disclosure, Glyph, Icon, MenuPanel, arriving, error_text, keep_focus, later};
use crate::format::harmless;
use crate::i18n::{fill, t};
use crate::later::comes_later;
use crate::state::views::{Asked, ListState, Views};

/// The menu of the saved views.
#[component]
pub fn ViewsMenu(
    /// The views.
    views: Views,
) -> impl IntoView {
    view! {
        <Disclosure
            class="tool-menu views-menu"
            menu=true
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Bookmark />
                    <span>{t().views.saved_views}</span>
                    <Icon glyph=Glyph::ChevronDown />
                }
            })
        >
            {arriving(move || choice(views))}
        </Disclosure>
    }
}

later! {
    fn choice(views: Views) {
        view! { <Choice views /> }
    }
}

#[component]
fn Choice(views: Views) -> impl IntoView {
    let drawn = NodeRef::<html::Div>::new();
    let menu = MenuPanel::expect();
    Effect::new(move |settled: Option<bool>| {
        let (settled, drawn) = (settled == Some(true), drawn.get().is_some());
        if drawn && !settled {
            menu.settle();
        }
        settled || drawn
    });
    move || {
        let (own, others): (Vec<SavedView>, Vec<SavedView>) = views.list().into_iter().partition(|it| it.own);
        let empty = match views.state() {
            ListState::Loading => Some(t().views.loading.to_owned()),
            ListState::Failed(err) => Some(error_text(&err)),
            ListState::Ready => own.is_empty().then(|| t().views.none.to_owned()),
        };
        view! {
            <div role="group" aria-label=t().views.own node_ref=drawn>
                {empty.map(|text| view! { <p class="views-menu__empty" role="presentation">{text}</p> })}
                {own.into_iter().map(|it| view! { <Item views view=it /> }).collect_view()}
            </div>
            {(!others.is_empty())
                .then(|| {
                    view! {
                        <div class="views-menu__group" role="group" aria-label=t().views.others>
                            <p class="views-menu__label" aria-hidden="true">{t().views.others}</p>
                            {others.into_iter().map(|it| view! { <Item views view=it /> }).collect_view()}
                        </div>
                    }
                })}
            <Actions views />
        }
    }
}

/// One view, to be opened.
#[component]
fn Item(views: Views, view: SavedView) -> impl IntoView {
    // A menu shows how things stand as it opens: what is chosen in it closes it.
    let is_open = untrack(|| views.open_view()).is_some_and(|open| open.view_id == view.view_id);
    let mut marks = Vec::new();
    if untrack(|| views.is_default(&view)) {
        marks.push(t().views.is_default.to_owned());
    }
    if !view.own {
        marks.push(fill(t().views.by_owner, &[("owner", &harmless(&view.owner))]));
    } else if view.content.shared {
        marks.push(t().views.is_shared.to_owned());
    }
    let name = harmless(&view.content.name);
    let side = move |label: &'static str, glyph, asked: fn(Box<SavedView>) -> Asked, view: &SavedView| {
        let view = view.clone();
        let label = fill(label, &[("name", &harmless(&view.content.name))]);
        view! {
            <button
                type="button"
                class="menu-item menu-item--side"
                role="menuitem"
                tabindex="-1"
                aria-label=label.clone()
                title=label
                on:click=move |_| views.ask(Some(asked(Box::new(view.clone()))))
            >
                <Icon glyph />
            </button>
        }
    };
    let edit = view.own.then(|| side(t().views.edit_named, Glyph::Pencil, Asked::Edit, &view));
    let delete = view.deletable.then(|| side(t().views.delete_named, Glyph::Bin, Asked::Delete, &view));
    view! {
      <div class="views-menu__row" role="presentation">
        <button
            type="button"
            class="menu-item views-menu__view"
            role="menuitemradio"
            aria-checked=is_open.to_string()
            tabindex="-1"
            on:click=move |_| views.show(view.clone())
        >
            <span class="views-menu__check">{is_open.then(|| view! { <Icon glyph=Glyph::Check /> })}</span>
            <bdi class="views-menu__name">{name}</bdi>
            <bdi class="views-menu__marks">{marks.join(" · ")}</bdi>
        </button>
        {edit}
        {delete}
      </div>
    }
}

/// What can be done with what is on screen, and with the view that is open.
#[component]
fn Actions(views: Views) -> impl IntoView {
    let action = move |label: &'static str, act: Box<dyn Fn()>| {
        view! {
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=move |_| act()>{label}</button>
        }
    };
    let ask = move |asked: Asked| -> Box<dyn Fn()> { Box::new(move || views.ask(Some(asked.clone()))) };
    let (open, changed) = untrack(|| (views.open_view(), views.is_changed()));
    let texts = &t().views;
    let mut actions = Vec::new();
    if let ListState::Failed(_) = untrack(|| views.state()) {
        actions.push(action(t().retry, Box::new(move || views.load())));
    }
    if let Some(view) = &open {
        if changed && view.own {
            actions.push(action(texts.save_changes, Box::new(move || views.save_changes())));
        }
        if changed {
            actions.push(action(texts.put_back, Box::new(move || views.put_back())));
        }
    }
    actions.push(action(texts.save_new, ask(Asked::New)));
    if let Some(view) = open {
        let boxed = Box::new(view.clone());
        if view.own {
            actions.push(action(texts.edit, ask(Asked::Edit(boxed.clone()))));
        }
        let is_default = untrack(|| views.is_default(&view));
        let (label, linked) = (if is_default { texts.no_default } else { texts.make_default }, view.clone());
        let defaulted = view.clone();
        actions.push(action(label, Box::new(move || views.make_default(&defaulted, !is_default))));
        actions.push(action(texts.copy_link, Box::new(move || views.copy_link(&linked))));
        if view.deletable {
            actions.push(action(texts.delete, ask(Asked::Delete(boxed))));
        }
        actions.push(action(texts.leave, Box::new(move || views.leave())));
    }
    view! {
        <div class="views-menu__group" role="group" aria-label=texts.saved_views>{actions}</div>
    }
}

comes_later! {
    fn save_changes(views: Views) -> () {
        views.save_changes();
    }
}

/// The name of the view that is open, and whether it is what is on screen.
#[component]
pub fn OpenView(
    /// The views.
    views: Views,
) -> impl IntoView {
    let name = Memo::new(move |_| views.open_view().map(|view| (harmless(&view.content.name), view.own)));
    let changed = Memo::new(move |_| views.is_changed());
    let saving = StoredValue::new(false);
    // The button goes away once it is done, and must not take the focus with it.
    Effect::new(move |_| {
        if !changed.get() && saving.get_value() {
            saving.set_value(false);
            keep_focus(&[".views-menu .disclosure__button"]);
        }
    });
    move || {
        name.get().map(|(name, own)| {
            view! {
                <span class="open-view" title=fill(t().views.open_now, &[("name", &name)])>
                    <Icon glyph=Glyph::Bookmark />
                    <bdi class="open-view__name">{name.clone()}</bdi>
                    <Show when=move || changed.get()>
                        <span class="open-view__changed">{t().views.changed}</span>
                        <Show when=move || own>
                            <button
                                type="button"
                                class="open-view__save"
                                on:click=move |_| {
                                    saving.set_value(true);
                                    spawn_local(async move {
                                        let _ = save_changes(views).await;
                                    });
                                }
                            >
                                {t().views.save_changes}
                            </button>
                        </Show>
                    </Show>
                </span>
            }
        })
    }
}
