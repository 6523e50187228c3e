package gyrus.app.report;

/**
 * The quality of the test scan's slices with noise, or after a denoiser, compared with the slices without noise.
 *
 * @param name such as "Noised" or "Denoised by 8"
 * @param psnr peak signal-to-noise ratio in dB, pooled over the pixels of all slices that hold brain
 * @param ssim structural similarity, the mean over these slices; 1 for equal slices
 */
public record DenoisingResult(String name, double psnr, double ssim) {}
