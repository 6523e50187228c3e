package gyrus.app.imaging.slices;

import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.PatientAxis;
import gyrus.app.imaging.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Cuts volumes of one grid into planes as one looks at them, whatever the order and signs of the array's axes, and puts
 * planes back onto the grid.
 *
 * <p>Voxel (slice, row, column) of the view is {@code first + slice * through + row * down + column * across} of the array.
 */
public final class Slicing {

    private final Geometry geometry;
    private final Steps through;
    private final Steps down;
    private final Steps across;
    private final int first;

    private Slicing(Geometry geometry, Steps through, Steps down, Steps across) {
        this.geometry = geometry;
        this.through = through;
        this.down = down;
        this.across = across;
        this.first = through.start() + down.start() + across.start();
    }

    /** Returns the view's planes on the grid of a volume. */
    public static Slicing of(Volume grid, View view) {
        return new Slicing(grid.geometry(),
                Steps.along(grid, view.through(), true),
                Steps.along(grid, view.up(), false),
                Steps.along(grid, view.across(), true));
    }

    /** Returns the number of slices. */
    public int count() {
        return through.count();
    }

    /** Returns the number of columns of a plane. */
    public int width() {
        return across.count();
    }

    /** Returns the number of rows of a plane. */
    public int height() {
        return down.count();
    }

    /** Returns the planes of a volume on this grid, in the view's order. */
    public List<Plane> cut(Volume volume) {
        List<Plane> planes = new ArrayList<>(count());
        for (int slice = 0; slice < count(); slice++) {
            planes.add(cut(volume, slice));
        }
        return planes;
    }

    /** Returns one plane of a volume on this grid. */
    public Plane cut(Volume volume, int slice) {
        if (!volume.grid().equals(geometry.size())) {
            throw new IllegalArgumentException("slicing: made for a grid of " + geometry.size()
                    + ", got a volume of " + volume.grid());
        }
        float[] pixels = new float[width() * height()];
        for (int row = 0; row < height(); row++) {
            for (int column = 0; column < width(); column++) {
                pixels[column + width() * row] = volume.voxels()[index(slice, row, column)];
            }
        }
        return new Plane(width(), height(), pixels);
    }

    /** Returns the inverse of {@link #cut}: a volume on this grid from all of its planes. */
    public Volume assemble(List<Plane> planes) {
        if (planes.size() != count()) {
            throw new IllegalArgumentException("slicing: " + count() + " planes make the volume, got " + planes.size());
        }
        return assemble(planes::get);
    }

    /** Assembles a volume from planes that are computed one at a time. */
    public Volume assemble(IntFunction<Plane> planes) {
        Volume volume = Volume.zeros(geometry);
        for (int slice = 0; slice < count(); slice++) {
            Plane plane = planes.apply(slice);
            if (plane.width() != width() || plane.height() != height()) {
                throw new IllegalArgumentException("slicing: planes are " + width() + " x " + height() + ", plane " + slice
                        + " is " + plane.width() + " x " + plane.height());
            }
            for (int row = 0; row < height(); row++) {
                for (int column = 0; column < width(); column++) {
                    volume.voxels()[index(slice, row, column)] = plane.at(column, row);
                }
            }
        }
        return volume;
    }

    /** Returns the array indices (i, j, k) of the voxel that a slice shows in a row and a column, beyond the grid too. */
    public double[] voxel(int slice, int row, int column) {
        double[] voxel = new double[3];
        voxel[through.axis()] = through.at(slice);
        voxel[down.axis()] = down.at(row);
        voxel[across.axis()] = across.at(column);
        return voxel;
    }

    private int index(int slice, int row, int column) {
        return first + slice * through.stride() + row * down.stride() + column * across.stride();
    }

    /** A walk along one array axis: the index it starts from, the stride of a step (negative: backwards), how many voxels. */
    private record Steps(int axis, int start, int stride, int count) {

        /** Returns the index along the axis after a number of steps. */
        int at(int step) {
            return stride > 0 ? step : count - 1 - step;
        }

        /** Returns the steps along a direction of the body, towards its positive end (right, front, top) or away from it. */
        static Steps along(Volume grid, PatientAxis direction, boolean towardsPositive) {
            int axis = grid.affine().arrayAxis(direction);
            int count = new int[] {grid.nx(), grid.ny(), grid.nz()}[axis];
            int stride = new int[] {1, grid.nx(), grid.nx() * grid.ny()}[axis];
            boolean forwards = grid.affine().grows(direction) == towardsPositive;
            return forwards ? new Steps(axis, 0, stride, count) : new Steps(axis, (count - 1) * stride, -stride, count);
        }
    }
}
