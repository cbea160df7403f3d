"""No file needs itself: the imports of all files can be put in one order."""

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_files_import_each_other_in_a_circle() -> None:
    """Inside functions, for types alone and by way of a package's own module count as well.

    import-linter holds the same for what stands side by side in a package, but does not look at
    the package's own module.
    """
    graph = grimp.build_graph("portal", "schemes", "registry", "cms", cache_dir=None)
    imports = {file: graph.find_modules_directly_imported_by(file) for file in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
        circle = []
    except CycleError as found:
        circle = found.args[1]
    assert circle == []
