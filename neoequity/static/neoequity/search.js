// The key / leads to the search, unless something is being typed.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return;
  }
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    return;
  }
  const field = [...document.querySelectorAll("[data-search]")].find((each) => each.offsetParent);
  const link = document.querySelector("[data-search-link]");
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (link) {
    event.preventDefault();
    location.assign(link.href);
  }
});
