(function () {
  "use strict";
  var root = document.documentElement;
  document.getElementById("switch").addEventListener("click", function () {
    root.dataset.lang = root.dataset.lang === "zh" ? "en" : "zh";
    root.lang = root.dataset.lang === "zh" ? "zh-CN" : "en";
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });

  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView({ block: "center" });
    }
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  var cards = Array.prototype.slice.call(document.querySelectorAll(".committee"));
  var filter = document.getElementById("filter");
  filter.addEventListener("input", function () {
    var wanted = filter.value.trim().toLowerCase();
    cards.forEach(function (card) {
      card.hidden = wanted !== "" && card.textContent.toLowerCase().indexOf(wanted) < 0;
    });
  });

  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
  });
}());
