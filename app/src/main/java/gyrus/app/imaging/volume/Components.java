package gyrus.app.imaging.volume;

import java.util.Arrays;

/** Connected parts of a mask (voxels above 0); voxels are connected through their six faces. */
public final class Components {

    private static final int NONE = 0;

    private final Volume grid;
    private final int[] labels; // of each voxel; NONE where the side looked for is not
    private int[] stack = new int[1 << 12];

    private Components(Volume grid) {
        this.grid = grid;
        labels = new int[grid.voxels().length];
    }

    /** Returns the largest part alone; the first in the array among equally large ones. */
    public static Volume largest(Volume mask) {
        Components components = new Components(mask);
        int largest = NONE;
        int most = 0;
        int count = 0;
        for (int voxel = 0; voxel < components.labels.length; voxel++) {
            if (components.isOpen(voxel, true)) {
                int size = components.flood(voxel, ++count, true);
                if (size > most) {
                    most = size;
                    largest = count;
                }
            }
        }
        float[] voxels = new float[components.labels.length];
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            voxels[voxel] = largest != NONE && components.labels[voxel] == largest ? 1 : 0;
        }
        return mask.with(voxels);
    }

    /** Returns the mask with its holes filled: background that no path leads to from outside the volume. */
    public static Volume filled(Volume mask) {
        Components components = new Components(mask);
        for (int z = 0; z < mask.nz(); z++) {
            for (int y = 0; y < mask.ny(); y++) {
                boolean wall = z == 0 || y == 0 || z == mask.nz() - 1 || y == mask.ny() - 1;
                for (int x = 0; x < mask.nx(); x += wall ? 1 : Math.max(1, mask.nx() - 1)) {
                    if (components.isOpen(mask.index(x, y, z), false)) {
                        components.flood(mask.index(x, y, z), 1, false);
                    }
                }
            }
        }
        float[] voxels = new float[components.labels.length];
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            voxels[voxel] = components.labels[voxel] == NONE ? 1 : 0;
        }
        return mask.with(voxels);
    }

    private boolean isOpen(int voxel, boolean inside) {
        return labels[voxel] == NONE && grid.voxels()[voxel] > 0 == inside;
    }

    /** Labels the part around a voxel and returns its size. */
    private int flood(int start, int label, boolean inside) {
        int nx = grid.nx();
        int slice = nx * grid.ny();
        int depth = 0;
        int size = 0;
        labels[start] = label;
        stack[depth++] = start;
        while (depth > 0) {
            int voxel = stack[--depth];
            size++;
            int x = voxel % nx;
            int y = voxel / nx % grid.ny();
            int z = voxel / slice;
            depth = visit(x > 0, voxel - 1, label, inside, depth);
            depth = visit(x < nx - 1, voxel + 1, label, inside, depth);
            depth = visit(y > 0, voxel - nx, label, inside, depth);
            depth = visit(y < grid.ny() - 1, voxel + nx, label, inside, depth);
            depth = visit(z > 0, voxel - slice, label, inside, depth);
            depth = visit(z < grid.nz() - 1, voxel + slice, label, inside, depth);
        }
        return size;
    }

    private int visit(boolean exists, int voxel, int label, boolean inside, int depth) {
        if (exists && isOpen(voxel, inside)) {
            labels[voxel] = label;
            if (depth == stack.length) {
                stack = Arrays.copyOf(stack, 2 * depth);
            }
            stack[depth] = voxel;
            return depth + 1;
        }
        return depth;
    }
}
