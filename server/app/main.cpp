#include "server/app/program.hpp"
#include "server/web/assets.hpp"

int main(int argc, char** argv) {
    using namespace foreshock;
    app::BuiltIn built_in;
    built_in.version = FORESHOCK_VERSION;
    for (const web::Asset& asset : web::assets()) {
        built_in.page.push_back(
            {asset.path, asset.content_type, asset.etag, asset.gzip_bytes, asset.immutable});
    }
    built_in.page_policy = web::content_security_policy;
    return app::run_program({argv + 1, argv + argc}, std::move(built_in));
}
