"""The body chart as a drawing by itself, for paper: outlines only, to be written on."""

from assessments.body_chart import WIDTH, Figure

HEIGHT = 464
MARGIN = 6
INK = "#444444"
MIRRORED = f' transform="matrix(-1 0 0 1 {WIDTH} 0)"'


def drawing_of(figure: Figure) -> str:
    """The figure as an SVG file that needs nothing else."""
    plain = [f'<path d="{figure.plain}"/>'] if figure.plain else []
    spots = [f'<path d="{spot.outline}"{MIRRORED if spot.mirrored else ""}/>' for spot in figure.spots]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN} 0 {WIDTH + 2 * MARGIN} {HEIGHT}" '
        f'fill="#ffffff" stroke="{INK}" stroke-width="1.2" stroke-linejoin="round">'
        f'{"".join([*plain, *spots])}<path d="{figure.traits}" fill="none" stroke-opacity="0.5"/></svg>'
    )
