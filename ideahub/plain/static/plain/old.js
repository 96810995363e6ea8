/* Takes browsers that cannot run the app to the page that needs no script. Written for the oldest of them. */
(function () {
  var here = document.getElementById("plain-way");
  var able = "noModule" in document.createElement("script") && window.Proxy && window.structuredClone && [].at;
  if (here && !able) location.replace(here.getAttribute("data-plain"));
})();
