// What a reader chose is remembered: the order and the columns of each table. Every page works without it.
"use strict";

const A_YEAR = 365 * 24 * 60 * 60;

// The server reads this cookie and draws the table so; see neoequity/books/pages/remembered.py.
function remember(table, order, hidden) {
  const chosen = [order.join(","), hidden.join(",")].join("~");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `table_${table}=${encodeURIComponent(chosen)}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

function hiddenColumns(menu) {
  return [...menu.querySelectorAll("input:not(:checked)")].map((box) => box.value);
}

// The address of a saved view says its order and columns itself, and nothing of it is remembered.
const asked = new URLSearchParams(location.search);
const inView = asked.has("without");

document.querySelectorAll(".columns-shown").forEach((menu) => {
  const sorted = asked.getAll("sort").filter(Boolean);
  const order = sorted.length ? sorted : menu.dataset.order.split(",").filter(Boolean);
  if (sorted.length && !inView) {
    remember(menu.dataset.table, order, hiddenColumns(menu));
  }
  menu.addEventListener("change", () => {
    if (inView) {
      asked.set("without", hiddenColumns(menu).join(","));
      location.search = asked;
      return;
    }
    remember(menu.dataset.table, order, hiddenColumns(menu));
    location.reload();
  });
});

// The bar over a long page marks the section that is being read.
const contents = document.querySelector(".contents");
if (contents) {
  const links = [...contents.querySelectorAll("a")];
  const sections = links.map((link) => document.getElementById(link.hash.slice(1)));
  const mark = () => {
    const read = sections.findLastIndex((each) => each && each.getBoundingClientRect().top < 120);
    links.forEach((link, place) => {
      if (place === read) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  };
  window.addEventListener("scroll", mark, { passive: true });
  mark();
}

// A part of the page that is slower to calculate comes after the rest; until then a link leads to it.
// Leaving the page meanwhile is no failure, so nothing is said of it.
document.querySelectorAll("[data-part]").forEach((part) => {
  fetch(part.dataset.part, { headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
    .then((text) => {
      if (text !== null) {
        part.innerHTML = text;
      }
    })
    .catch(() => {});
});
