package gyrus.app.imaging.surface;

import gyrus.app.imaging.volume.Volume;
import java.awt.Color;

/**
 * The surface of a mask in the patient, in millimetres, RAS+, with a colour per vertex.
 *
 * @param colours red, green, blue of each vertex, 0 to 1
 */
public record Surface(Mesh mesh, float[] colours) {

    /** Right voxels. */
    public static final Color RIGHT = new Color(0xd9cfc1);
    /** Voxels marked where the truth has none. */
    public static final Color TOO_MUCH = new Color(0xd55e00);
    /** Voxels of the truth that were missed. */
    public static final Color MISSED = new Color(0x0072b2);

    private static final int ROUNDS = 15; // of smoothing, the same for every surface that is to be compared

    /** Returns the surface of a mask, all in one colour. */
    public static Surface of(Volume mask) {
        return ofErrors(mask, mask);
    }

    /**
     * Returns the surface of a predicted mask. A vertex is coloured by the wrong voxels among the 27 around it: lightly where a
     * layer of one voxel is wrong, fully where more than half are.
     */
    public static Surface ofErrors(Volume prediction, Volume truth) {
        Mesh indices = MarchingCubes.of(prediction);
        float[] colours = new float[indices.vertices().length];
        for (int v = 0; v < indices.vertexCount(); v++) {
            colour(indices, v, prediction, truth, colours);
        }
        return new Surface(Smoothing.smoothed(indices.moved(prediction.affine()), ROUNDS), colours);
    }

    private static void colour(Mesh indices, int vertex, Volume prediction, Volume truth, float[] colours) {
        int x = (int) Math.rint(indices.vertices()[3 * vertex]);
        int y = (int) Math.rint(indices.vertices()[3 * vertex + 1]);
        int z = (int) Math.rint(indices.vertices()[3 * vertex + 2]);
        int tooMuch = 0;
        int missed = 0;
        for (int k = Math.max(0, z - 1); k <= Math.min(truth.nz() - 1, z + 1); k++) {
            for (int j = Math.max(0, y - 1); j <= Math.min(truth.ny() - 1, y + 1); j++) {
                for (int i = Math.max(0, x - 1); i <= Math.min(truth.nx() - 1, x + 1); i++) {
                    boolean found = prediction.at(i, j, k) > 0.5f;
                    boolean there = truth.at(i, j, k) > 0.5f;
                    tooMuch += found && !there ? 1 : 0;
                    missed += there && !found ? 1 : 0;
                }
            }
        }
        float[] wrong = (tooMuch > missed ? TOO_MUCH : MISSED).getRGBColorComponents(null);
        float[] right = RIGHT.getRGBColorComponents(null);
        float share = Math.clamp((Math.max(tooMuch, missed) / 27f - 0.2f) / 0.3f, 0, 1);
        for (int channel = 0; channel < 3; channel++) {
            colours[3 * vertex + channel] = right[channel] + share * (wrong[channel] - right[channel]);
        }
    }
}
