package io.vidette.deploy.app.model;

/**
 * Weights that were written for another program.
 *
 * @param file that was written
 * @param format such as {@code onnx}
 * @param name of the model
 */
public record ExportReport(String file, String format, String name) {}
