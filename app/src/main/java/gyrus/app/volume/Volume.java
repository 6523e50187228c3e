package gyrus.app.volume;

/**
 * A three-dimensional image: {@code nx * ny * nz} voxels, x running fastest, and where they lie in the patient.
 *
 * @param voxels the values, at {@code x + nx * (y + ny * z)}
 * @param affine from voxel indices to millimetres, RAS+
 */
public record Volume(int nx, int ny, int nz, float[] voxels, Affine affine) {

    public Volume {
        if ((long) nx * ny * nz != voxels.length) {
            throw new IllegalArgumentException("volume: a grid of " + nx + " x " + ny + " x " + nz + " needs "
                    + (long) nx * ny * nz + " voxels, got " + voxels.length);
        }
    }

    /** A volume of zeros on the given grid. */
    public static Volume zeros(int nx, int ny, int nz, Affine affine) {
        return new Volume(nx, ny, nz, new float[Math.multiplyExact(Math.multiplyExact(nx, ny), nz)], affine);
    }

    public int index(int x, int y, int z) {
        return x + nx * (y + ny * z);
    }

    public float at(int x, int y, int z) {
        return voxels[index(x, y, z)];
    }

    /** {@code 256 x 128 x 128}: the grid as people write it. */
    public String grid() {
        return nx + " x " + ny + " x " + nz;
    }
}
