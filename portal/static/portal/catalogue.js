// Facets lie open beside the results on wide screens. Browsers that know ::details-content need
// no script for that; this is for the others.
const wide = matchMedia("(min-width: 55em)");
const follow = () => {
  for (const details of document.querySelectorAll("[data-open-when-wide]")) details.open = wide.matches;
};
if (!CSS.supports("selector(::details-content)")) {
  follow();
  wide.addEventListener("change", follow);
}
