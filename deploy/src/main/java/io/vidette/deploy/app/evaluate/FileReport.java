package io.vidette.deploy.app.evaluate;

/** Figures of detections in files. */
public sealed interface FileReport permits CocoReport, PascalReport {}
