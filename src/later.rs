//! Work that nobody needs for the first rows. In the page that is shipped it lies in a file of its own (the feature
//! `split`), fetched ahead when the first rows stand; elsewhere it is there from the start.

/// Makes a function that may come later: it answers once its file is there, or that it cannot be had. Its arguments have
/// names and whole types, without lifetimes. The file holds what only such functions use.
#[cfg(feature = "split")]
macro_rules! comes_later {
    ($(#[$doc:meta])* $scope:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $answer:ty $body:block) => {
        $(#[$doc])*
        #[::leptos::wasm_split::wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
        $scope fn $name($($arg: $type),*) -> ::std::result::Result<$answer, ::leptos::wasm_split::SplitLoaderError> {
            Ok($body)
        }
    };
}
#[cfg(not(feature = "split"))]
macro_rules! comes_later {
    ($(#[$doc:meta])* $scope:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $answer:ty $body:block) => {
        $(#[$doc])*
        $scope fn $name($($arg: $type),*)
            -> ::std::future::Ready<::std::result::Result<$answer, ::leptos::wasm_split::SplitLoaderError>>
        {
            ::std::future::ready(Ok($body))
        }
    };
}
pub(crate) use comes_later;
