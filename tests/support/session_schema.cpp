// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that sees the validator's headers; they are not warning-free.
#include "tests/support/session_schema.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wnull-dereference"
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include <map>
#include <memory>

namespace doctor::testing
{

namespace
{

const valijson::Schema& schemaOf(const QString& name)
{
    static std::map<QString, std::unique_ptr<valijson::Schema>> known;
    auto& parsed = known[name];
    if (!parsed) {
        QFile file(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + QStringLiteral("/resources/report/") + name);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("the schema cannot be opened: %s", qUtf8Printable(file.fileName()));
        }
        const QJsonValue document = QJsonDocument::fromJson(file.readAll()).object();
        parsed = std::make_unique<valijson::Schema>();
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::QtJsonAdapter(document), *parsed);
    }
    return *parsed;
}

} // namespace

QString schemaViolation(const QJsonValue& value, const QString& schemaFile)
{
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schemaOf(schemaFile), valijson::adapters::QtJsonAdapter(value), &results)) {
        return {};
    }
    valijson::ValidationResults::Error error;
    results.popError(error);
    QString path;
    for (const std::string& part : error.context) {
        path += QString::fromStdString(part);
    }
    return path + QStringLiteral(": ") + QString::fromStdString(error.description);
}

} // namespace doctor::testing
