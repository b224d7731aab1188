// Small comforts; every page works without them.
"use strict";

// A link to workings opens them.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details");
  if (fold) {
    fold.open = true;
    target.scrollIntoView();
  }
}
window.addEventListener("hashchange", openTarget);
document.addEventListener("DOMContentLoaded", openTarget);

// Paper cannot be opened: print all workings, then fold them again.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  folded.forEach((fold) => { fold.open = true; });
});
window.addEventListener("afterprint", () => {
  folded.forEach((fold) => { fold.open = false; });
  folded = [];
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    window.print();
  }
});

// An open menu closes when something else is meant, and by Escape.
function closeMenus(except) {
  document.querySelectorAll(".fold-menu[open]").forEach((menu) => {
    if (menu !== except) {
      menu.open = false;
    }
  });
}
document.addEventListener("click", (event) => closeMenus(event.target.closest(".fold-menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest(".fold-menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest(".fold-menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
