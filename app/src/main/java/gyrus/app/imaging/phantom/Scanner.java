package gyrus.app.imaging.phantom;

import gyrus.engine.random.RandomStream;

/** One scanner and its coil: intensity scale, smooth bias field, Rician noise, and a slab that ends below the head. */
final class Scanner {

    private final RandomStream noise;
    private final double scale;
    private final double sigma;
    private final double bottom;
    private final Lattice bias;

    Scanner(Draws draws, RandomStream noise) {
        this.noise = noise;
        this.scale = 70 * StrictMath.pow(6, draws.between(0, 1)); // raw units of white matter: 70 to 420
        this.sigma = draws.between(0.015, 0.045);
        this.bottom = draws.between(-84, -62);
        Waves waves = new Waves(draws, 6, 180, 400);
        double strength = draws.between(0.08, 0.16);
        this.bias = new Lattice(120, 20, (x, y, z) -> StrictMath.exp(strength * waves.at(x, y, z)));
    }

    /**
     * Returns the voxel as recorded, rounded: the magnitude of a complex signal with normal noise of standard deviation sigma in
     * both parts (Rice). With the noise in polar form (Box and Muller) the magnitude is {@code sqrt(s^2 + 2 s r cos(t) + r^2)}.
     */
    float voxel(double intensity, double x, double y, double z, long voxel) {
        if (z < bottom) {
            return 0;
        }
        double signal = intensity == 0 ? 0 : intensity * bias.at(x, y, z);
        double radius = sigma * Math.sqrt(-2 * StrictMath.log(1 - noise.uniform(2 * voxel)));
        double cosine = signal == 0 ? 0 : StrictMath.cos(2 * Math.PI * noise.uniform(2 * voxel + 1));
        return (float) Math.rint(scale * Math.sqrt(signal * signal + 2 * signal * radius * cosine + radius * radius));
    }
}
