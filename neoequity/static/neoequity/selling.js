// A slider over the table of prices: it says what the table says. Without it the table is all there is.
"use strict";

document.querySelectorAll("[data-price-range]").forEach((range) => {
  const rows = [...document.getElementById(range.dataset.priceRange).tBodies[0].rows];
  const slider = range.querySelector("input");
  const output = range.querySelector("output");
  const show = () => {
    const [price, shares, dollars, binds] = [...rows[slider.value].cells].map((cell) => cell.textContent);
    output.textContent = `At ${price}: up to ${shares} shares for ${dollars}; first to bind: ${binds}.`;
    rows.forEach((row, place) => row.classList.toggle("chosen", place === Number(slider.value)));
  };
  slider.value = Math.max(rows.findIndex((row) => row.classList.contains("chosen")), 0);
  slider.addEventListener("input", show);
  range.hidden = false;
  show();
});
