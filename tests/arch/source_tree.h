// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the layer table and every #include below a source folder, and lists what the table forbids.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace doctor::test
{

/// library -> libraries and packages it may use, as written in app/cmake/DoctorLayers.cmake.
struct LayerTable {
    QMap<QString, QStringList> uses;
    QMap<QString, QStringList> packages;
};

[[nodiscard]] LayerTable readLayerTable(const QString& cmakeFile);

/// Our source files below root/app and root/ui, relative to root.
[[nodiscard]] QStringList sourceFiles(const QString& root, const QStringList& folders);

/// One line per forbidden include: "app/net/x.cpp: net may not include app/diagnosis/diagnose.h".
[[nodiscard]] QStringList forbiddenIncludes(const QString& root, const LayerTable& table);

} // namespace doctor::test
