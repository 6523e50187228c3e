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

    /** Creates an image that is not made from another. The affine maps its voxel indices to millimetres. */
    public Volume(int nx, int ny, int nz, float[] voxels, Affine affine) {
        this(new Geometry(nx, ny, nz, Placement.of(affine)), voxels);
    }

    /** Returns a volume of zeros on the given grid. */
    public static Volume zeros(int nx, int ny, int nz, Affine affine) {
        return zeros(new Geometry(nx, ny, nz, Placement.of(affine)));
    }

    /** Returns a volume of zeros on the given grid. */
    public static Volume zeros(Geometry geometry) {
        return new Volume(geometry, new float[Math.toIntExact(geometry.voxels())]);
    }

    /** Returns a volume with other voxels on the same grid. */
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

    /** Returns the affine from voxel indices to millimetres, RAS+. */
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

    /** Returns the grid for people, such as {@code 256 x 128 x 128}. */
    public String grid() {
        return geometry.size();
    }
}
