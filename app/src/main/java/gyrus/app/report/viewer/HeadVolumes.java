package gyrus.app.report.viewer;

import gyrus.app.imaging.slices.Plane;
import gyrus.app.imaging.slices.Slicing;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.util.Arrays;
import java.util.List;

/**
 * The volumes that the report's slice viewer shows: a scan and its masks, cropped to the head and turned upright.
 *
 * <p>Columns run to the patient's right, rows to the back and slices upwards, whatever the order of the scan's array. Both volumes
 * have one byte for each voxel, at index {@code column + nx * (row + ny * slice)}.
 *
 * @param nx the number of columns
 * @param ny the number of rows
 * @param nz the number of slices
 * @param places the affine from column, row and slice to the position in millimetres, RAS+
 * @param scan the brightness of each voxel, an unsigned byte from 0 (black) to 255 (white)
 * @param masks the masks of each voxel: bit 0 is the true mask, bit p is prediction p, counted from 1
 */
public record HeadVolumes(int nx, int ny, int nz, Affine places, byte[] scan, byte[] masks) {

    /** The largest number of predictions, for each of which a voxel has a bit. */
    public static final int MOST_PREDICTIONS = 7;

    private static final float DARK = 0.06f; // normalised intensities up to this one are noise around the head

    /**
     * Crops a scan and its masks to the smallest box with all voxels that are bright or in the true mask.
     *
     * @param image the scan, normalised to [0, 1]
     * @param truth the true mask, on the scan's grid
     * @param predictions at most {@link #MOST_PREDICTIONS} predicted masks, on the scan's grid
     */
    public static HeadVolumes of(Volume image, Volume truth, List<Volume> predictions) {
        if (predictions.size() > MOST_PREDICTIONS) {
            throw new IllegalArgumentException(
                    "viewer: a byte has room for the truth and " + MOST_PREDICTIONS + " predictions, got " + predictions.size());
        }
        Slicing slicing = Slicing.of(image, View.AXIAL);
        List<Plane> images = slicing.cut(image);
        List<Plane> truths = slicing.cut(truth);
        List<List<Plane>> predicted = predictions.stream().map(slicing::cut).toList();
        Box box = Box.around(images, truths);
        byte[] scan = new byte[box.size()];
        byte[] masks = new byte[box.size()];
        int at = 0;
        for (int z = box.low[2]; z <= box.high[2]; z++) {
            for (int y = box.low[1]; y <= box.high[1]; y++) {
                for (int x = box.low[0]; x <= box.high[0]; x++) {
                    scan[at] = (byte) Math.round(255 * Math.clamp(images.get(z).at(x, y), 0f, 1f));
                    int bits = truths.get(z).at(x, y) > 0.5f ? 1 : 0;
                    for (int p = 0; p < predicted.size(); p++) {
                        bits |= predicted.get(p).get(z).at(x, y) > 0.5f ? 2 << p : 0;
                    }
                    masks[at++] = (byte) bits;
                }
            }
        }
        return new HeadVolumes(box.side(0), box.side(1), box.side(2), places(image.affine(), slicing, box.low), scan, masks);
    }

    /** Returns the affine of the cropped, upright head: voxels are numbered from the first one that was kept. */
    private static Affine places(Affine scan, Slicing slicing, int[] first) {
        double[] origin = place(scan, slicing, first[0], first[1], first[2]);
        double[][] neighbours = {
            place(scan, slicing, first[0] + 1, first[1], first[2]), place(scan, slicing, first[0], first[1] + 1, first[2]),
            place(scan, slicing, first[0], first[1], first[2] + 1)};
        double[][] rows = new double[3][4];
        for (int r = 0; r < 3; r++) {
            for (int axis = 0; axis < 3; axis++) {
                rows[r][axis] = neighbours[axis][r] - origin[r];
            }
            rows[r][3] = origin[r];
        }
        return new Affine(rows);
    }

    /** Returns the position of a column, row and slice of the whole scan, in millimetres. */
    private static double[] place(Affine scan, Slicing slicing, int column, int row, int slice) {
        double[] voxel = slicing.voxel(slice, row, column);
        return scan.apply(voxel[0], voxel[1], voxel[2]);
    }

    /** Returns the distances between neighbouring columns, rows and slices, in millimetres. */
    double[] spacing() {
        return places.spacing();
    }

    /** Returns the index of column x, row y and slice z in both byte arrays. */
    int index(int x, int y, int z) {
        return x + nx * (y + ny * z);
    }

    /** The smallest box with all voxels that are bright or in the true mask, or the whole scan if there are none; ends included. */
    private record Box(int[] low, int[] high) {

        static Box around(List<Plane> images, List<Plane> truths) {
            int[] last = {images.getFirst().width() - 1, images.getFirst().height() - 1, images.size() - 1};
            int[] low = last.clone();
            int[] high = new int[3];
            for (int z = 0; z <= last[2]; z++) {
                for (int y = 0; y <= last[1]; y++) {
                    for (int x = 0; x <= last[0]; x++) {
                        if (images.get(z).at(x, y) > DARK || truths.get(z).at(x, y) > 0.5f) {
                            int[] place = {x, y, z};
                            Arrays.setAll(low, axis -> Math.min(low[axis], place[axis]));
                            Arrays.setAll(high, axis -> Math.max(high[axis], place[axis]));
                        }
                    }
                }
            }
            boolean empty = low[0] > high[0] || low[1] > high[1] || low[2] > high[2];
            return empty ? new Box(new int[3], last) : new Box(low, high);
        }

        int side(int axis) {
            return high[axis] - low[axis] + 1;
        }

        int size() {
            return side(0) * side(1) * side(2);
        }
    }
}
