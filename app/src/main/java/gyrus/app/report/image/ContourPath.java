package gyrus.app.report.image;

import java.util.ArrayList;
import java.util.List;

/**
 * The outline of a mask along its pixel edges, as closed loops in pixel coordinates (pixel (x, y) covers [x, x+1] x [y, y+1]).
 *
 * <p>Loops run with the mask on their right hand: clockwise on the screen around a part, counter-clockwise around a hole.
 * Pixels that touch at a corner alone are separate parts. A loop holds its corners only; the last one joins the first.
 */
public record ContourPath(List<List<Corner>> loops) {

    /** A corner of the outline, at a corner of pixels. */
    public record Corner(int x, int y) {}

    // Directions in clockwise order on the screen, y growing downwards.
    private static final int[] DX = {1, 0, -1, 0};
    private static final int[] DY = {0, 1, 0, -1};

    public ContourPath {
        loops = loops.stream().map(List::copyOf).toList();
    }

    /** Returns the outline of the pixels above one half. */
    public static ContourPath of(Picture mask) {
        // An edge is a vertex of the (width+1) x (height+1) lattice and a direction in which the border leaves it.
        boolean[][] walked = new boolean[4][(mask.width() + 1) * (mask.height() + 1)];
        List<List<Corner>> loops = new ArrayList<>();
        for (int y = 0; y <= mask.height(); y++) {
            for (int x = 0; x <= mask.width(); x++) {
                for (int direction = 0; direction < 4; direction++) {
                    if (isBorder(mask, x, y, direction) && !walked[direction][x + (mask.width() + 1) * y]) {
                        loops.add(walk(mask, walked, x, y, direction));
                    }
                }
            }
        }
        return new ContourPath(loops);
    }

    private static List<Corner> walk(Picture mask, boolean[][] walked, int startX, int startY, int startDirection) {
        List<Corner> corners = new ArrayList<>();
        int x = startX;
        int y = startY;
        int direction = startDirection;
        while (!walked[direction][x + (mask.width() + 1) * y]) {
            walked[direction][x + (mask.width() + 1) * y] = true;
            x += DX[direction];
            y += DY[direction];
            int next = turn(mask, x, y, direction);
            if (next != direction) {
                corners.add(new Corner(x, y));
            }
            direction = next;
        }
        return corners;
    }

    /**
     * Returns the direction in which the border leaves a vertex: right if possible, else straight on, else left. So a loop stays
     * with its own pixel where two pixels touch at a corner.
     */
    private static int turn(Picture mask, int x, int y, int direction) {
        for (int quarter : new int[] {1, 0, 3}) {
            int next = (direction + quarter) % 4;
            if (isBorder(mask, x, y, next)) {
                return next;
            }
        }
        throw new IllegalStateException("contour: the border ends at " + x + ", " + y);
    }

    /** Returns whether the edge leaving vertex (x, y) in this direction has the mask on its right and background on its left. */
    private static boolean isBorder(Picture mask, int x, int y, int direction) {
        return switch (direction) {
            case 0 -> mask.covers(x, y) && !mask.covers(x, y - 1);
            case 1 -> mask.covers(x - 1, y) && !mask.covers(x, y);
            case 2 -> mask.covers(x - 1, y - 1) && !mask.covers(x - 1, y);
            default -> mask.covers(x, y - 1) && !mask.covers(x - 1, y - 1);
        };
    }

    /** Returns the {@code d} attribute of an SVG path; empty for an empty mask. */
    public String data() {
        StringBuilder data = new StringBuilder();
        for (List<Corner> loop : loops) {
            Corner last = loop.getFirst();
            data.append('M').append(last.x()).append(' ').append(last.y());
            for (Corner corner : loop.subList(1, loop.size())) {
                data.append(corner.y() == last.y() ? "H" + corner.x() : "V" + corner.y());
                last = corner;
            }
            data.append('Z');
        }
        return data.toString();
    }
}
