package gyrus.app.imaging.volume;

/**
 * A three-dimensional image: voxels, x running fastest, and where they lie in the patient.
 *
 * @param voxels the values, at {@code x + nx * (y + ny * z)}
 */
public record Volume(Geometry geometry, float[] voxels) {

    public Volume {
        if (geometry.voxels() != voxels.length) {
            throw new IllegalArgumentException("volume: a grid of " + geometry.size() + " needs " + geometry.voxels()
                    + " voxels, got " + voxels.length);
        }
    }

    /** An image that is not made from another: the affine, in millimetres, places its voxels. */
    public Volume(int nx, int ny, int nz, float[] voxels, Affine affine) {
        this(new Geometry(nx, ny, nz, Placement.of(affine)), voxels);
    }

    /** A volume of zeros on the given grid. */
    public static Volume zeros(int nx, int ny, int nz, Affine affine) {
        return zeros(new Geometry(nx, ny, nz, Placement.of(affine)));
    }

    /** A volume of zeros on the given grid. */
    public static Volume zeros(Geometry geometry) {
        return new Volume(geometry, new float[Math.toIntExact(geometry.voxels())]);
    }

    /** Other voxels in the same places. */
    public Volume with(float[] others) {
        return new Volume(geometry, others);
    }

    /** Returns the number of voxels along the array's first axis. */
    public int nx() {
        return geometry.nx();
    }

    /** Returns the number of voxels along the array's second axis. */
    public int ny() {
        return geometry.ny();
    }

    /** Returns the number of voxels along the array's third axis. */
    public int nz() {
        return geometry.nz();
    }

    /** From voxel indices to millimetres, RAS+. */
    public Affine affine() {
        return geometry.affine();
    }

    /** Returns the index of a voxel in {@link #voxels}; x runs fastest. */
    public int index(int x, int y, int z) {
        return x + nx() * (y + ny() * z);
    }

    /** Returns the intensity of a voxel. */
    public float at(int x, int y, int z) {
        return voxels[index(x, y, z)];
    }

    /** {@code 256 x 128 x 128}: the grid as people write it. */
    public String grid() {
        return geometry.size();
    }
}
